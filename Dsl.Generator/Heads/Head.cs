using System.Collections.Generic;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Heads;

/// <summary>
/// The head of an architecture, with its defaults filled in: the modules before and after the blocks, and the steps of the forward pass
/// that call these modules. Each kind of head has a file of its own.
/// </summary>
/// <param name="MaxLength">Longest sequence.</param>
/// <param name="IsCausal">Whether no position may see a later one.</param>
internal abstract record Head(int MaxLength, bool IsCausal)
{
    /// <summary>The kind of the head, with its attribute and its public members.</summary>
    public abstract HeadKind Kind { get; }

    /// <summary>The size of the batch that runs through the blocks, as shapes show it.</summary>
    public string Batch => Kind.Inputs.Count == 1 ? "B" : $"{Kind.Inputs.Count}B";

    /// <summary>The expression for the true lengths of that batch.</summary>
    public virtual string Lengths => Kind.Inputs[0].Lengths;

    /// <summary>
    /// The generated variable that owns the lengths tensor and must be kept alive while the lengths are used; null when the caller owns
    /// them.
    /// </summary>
    public virtual string? LengthsOwner => null;

    /// <summary>
    /// The head's part in the streaming form; null for a head without one, such as the pair classifier, which reads two sequences at once.
    /// </summary>
    public virtual StreamingHead? Streaming => null;

    /// <summary>The largest input of a forward pass, in words.</summary>
    public abstract string Workload { get; }

    /// <summary>The word for the input at one position.</summary>
    public virtual string Unit => "token";

    /// <summary>First sentence of <c>forward</c>'s doc comment.</summary>
    public abstract string Summary { get; }

    /// <summary>The result of <c>forward</c>, for its doc comment.</summary>
    public abstract string Returns { get; }

    /// <summary>The constants that the head adds to the generated class <c>Shapes</c>.</summary>
    public abstract IEnumerable<ShapeConstant> Shapes { get; }

    /// <summary>The arguments of the record that describes the head at run time.</summary>
    public abstract string SpecArguments(TypeNames types);

    /// <summary>The statement that refuses a batch of a wrong shape.</summary>
    public abstract string Guard(string sequenceInput);

    /// <summary>The modules before the blocks, for one input.</summary>
    public abstract IEnumerable<LedgerRow> RowsBefore(int features);

    /// <summary>The modules after the blocks.</summary>
    public abstract IEnumerable<LedgerRow> RowsAfter(int features);

    /// <summary>The fields of the modules before the blocks.</summary>
    public abstract IEnumerable<Field> FieldsBefore(TypeNames types);

    /// <summary>The fields of the modules after the blocks.</summary>
    public abstract IEnumerable<Field> FieldsAfter(TypeNames types);

    /// <summary>The steps that make <c>states</c>, the input of the first block.</summary>
    public abstract IEnumerable<Step> StepsBefore(int features, TypeNames types);

    /// <summary>The steps from the last block to the answer. The last step makes the answer.</summary>
    /// <param name="states">The output of the last block, or of the norm after it.</param>
    /// <param name="features">Width of the model.</param>
    /// <param name="types">Names of types.</param>
    public abstract IEnumerable<Step> StepsAfter(string states, int features, TypeNames types);

    /// <summary>The value of an integer option.</summary>
    protected static int Number(AttributeModel attribute, string option) => (int)attribute[option].Whole;
}
