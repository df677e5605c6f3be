using System.Collections.Generic;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Heads;

/// <summary>
/// What a model reads and answers, with everything decided: the modules in front of its blocks and behind them, and the steps of the
/// forward pass there. Each head has a file of its own.
/// </summary>
/// <param name="MaxLength">Longest sequence.</param>
/// <param name="IsCausal">Whether no position may see a later one.</param>
internal abstract record Head(int MaxLength, bool IsCausal)
{
    /// <summary>Its attribute and public face.</summary>
    public abstract HeadKind Kind { get; }

    /// <summary>The batch that runs through the blocks, in shapes.</summary>
    public string Batch => Kind.Inputs.Count == 1 ? "B" : $"{Kind.Inputs.Count}B";

    /// <summary>The expression for the true lengths of that batch.</summary>
    public virtual string Lengths => Kind.Inputs[0].Lengths;

    /// <summary>What the lengths belong to and must outlive them; null when it is the caller's.</summary>
    public virtual string? LengthsOwner => null;

    /// <summary>
    /// What it means for the streaming form; null for a head without one, such as that of pairs, which reads two sequences at once.
    /// </summary>
    public virtual StreamingHead? Streaming => null;

    /// <summary>What one forward pass reads at most, in words.</summary>
    public abstract string Workload { get; }

    /// <summary>What a position holds, in words.</summary>
    public virtual string Unit => "token";

    /// <summary>First sentence of <c>forward</c>'s doc comment.</summary>
    public abstract string Summary { get; }

    /// <summary>What <c>forward</c> returns, in its doc comment.</summary>
    public abstract string Returns { get; }

    /// <summary>The constants of the head.</summary>
    public abstract IEnumerable<ShapeConstant> Shapes { get; }

    /// <summary>Arguments of its run-time description.</summary>
    public abstract string SpecArguments(TypeNames types);

    /// <summary>The statement that refuses a batch that does not fit.</summary>
    public abstract string Guard(string sequenceInput);

    /// <summary>The modules before the blocks, for one input.</summary>
    public abstract IEnumerable<LedgerRow> RowsBefore(int features);

    /// <summary>The modules behind the blocks.</summary>
    public abstract IEnumerable<LedgerRow> RowsAfter(int features);

    /// <summary>The fields of the modules before the blocks.</summary>
    public abstract IEnumerable<Field> FieldsBefore(TypeNames types);

    /// <summary>The fields of the modules behind the blocks.</summary>
    public abstract IEnumerable<Field> FieldsAfter(TypeNames types);

    /// <summary>The steps that make <c>states</c>, the input of the first block.</summary>
    public abstract IEnumerable<Step> StepsBefore(int features, TypeNames types);

    /// <summary>The steps from the last block to the answer, which the last of them makes.</summary>
    /// <param name="states">What the last block, or the norm behind it, made.</param>
    /// <param name="features">Width of the model.</param>
    /// <param name="types">Names of types.</param>
    public abstract IEnumerable<Step> StepsAfter(string states, int features, TypeNames types);

    /// <summary>An option that is a number.</summary>
    protected static int Number(AttributeModel attribute, string option) => (int)attribute[option].Whole;
}
