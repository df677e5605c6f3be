using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Machine;

/// <summary>
/// Compares the memory that a model needs with that of the machine before anything is allocated: afterwards the system would end the
/// process without a word.
/// </summary>
internal static class MemoryCheck
{
    /// <summary>Makes a model if its parameters fit into memory.</summary>
    /// <param name="spec">The model.</param>
    /// <exception cref="UsageException">They do not.</exception>
    public static ISequenceModel Create(ArchitectureSpec spec)
    {
        Require(spec, MemoryEstimate.OfModel(spec), "its parameters", MemoryLimit.Bytes);
        return spec.Create();
    }

    /// <summary>Checks that a model, its gradients and its optimizer fit into memory, and warns where a batch may not.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="sequences">Sequences that go through the model at a time.</param>
    /// <param name="length">Their length in positions; null: the longest that the model reads.</param>
    /// <param name="hasAverage">Whether a moving average of the parameters is kept.</param>
    /// <param name="note">Receives the warning.</param>
    /// <exception cref="UsageException">Parameters, gradients and moments do not fit.</exception>
    public static void Training(ArchitectureSpec spec, int sequences, int? length, bool hasAverage, Action<string> note) =>
        Training(spec, sequences, length ?? spec.Head.MaxLength, hasAverage, MemoryLimit.Bytes, note);

    /// <summary>Checks that a model and its batch fit into memory: the checks of a model run in float64 with gradients.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="sequences">Sequences that go through the model at a time.</param>
    /// <param name="length">Their length in positions.</param>
    /// <exception cref="UsageException">They do not.</exception>
    public static void Verification(ArchitectureSpec spec, int sequences, int length)
    {
        Require(spec, MemoryEstimate.OfModel(spec, copies: 4), "its parameters and gradients in float64", MemoryLimit.Bytes);
        RequireBatch(MemoryEstimate.OfVerification(spec, sequences, length), sequences, length, MemoryLimit.Bytes);
    }

    /// <summary>Checks that a model, its gradients and the whole of a batch fit into memory.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="sequences">Sequences that go through the model at a time.</param>
    /// <param name="length">Their length in positions.</param>
    /// <exception cref="UsageException">They do not.</exception>
    public static void Step(ArchitectureSpec spec, int sequences, int length)
    {
        var estimate = MemoryEstimate.OfTraining(spec, sequences, length, hasAverage: false);
        Require(spec, estimate, "its parameters, gradients and AdamW's moments", MemoryLimit.Bytes);
        RequireBatch(estimate, sequences, length, MemoryLimit.Bytes);
    }

    /// <summary>As above, with the memory of the machine.</summary>
    internal static void Training(
        ArchitectureSpec spec, int sequences, int length, bool hasAverage, long limit, Action<string> note)
    {
        var estimate = MemoryEstimate.OfTraining(spec, sequences, length, hasAverage);
        Require(spec, estimate, "its parameters, gradients and AdamW's moments", limit);
        if (estimate.Total > limit)
        {
            var batch = $"{Figures.Plural(sequences, "sequence")} of {Figures.Count(Math.Min(length, spec.Head.MaxLength))}";
            note(
                $"A training step of {batch} needs about {Size(estimate.Total)}, and this process may use {Size(limit)}: the system may "
                + "end it. A smaller --batch-size or --max-length needs less, and so does --accumulate.");
        }
    }

    /// <summary>As above, with the memory of the machine.</summary>
    internal static void Require(ArchitectureSpec spec, MemoryEstimate estimate, string what, long limit)
    {
        if (estimate.Certain > limit)
        {
            throw new UsageException($"{spec.Name} has {Figures.Count(spec.Parameters)} parameters: {what} need {Size(estimate.Certain)}, "
                + $"and this process may use {Size(limit)}. Declare a smaller model, or use a machine with more memory.");
        }
    }

    /// <summary>As above, with the memory of the machine.</summary>
    internal static void RequireBatch(MemoryEstimate estimate, int sequences, int length, long limit)
    {
        if (estimate.Total > limit)
        {
            throw new UsageException($"{Figures.Plural(sequences, "sequence")} of {Figures.Count(length)} need about "
                + $"{Size(estimate.Total)}, and this process may use {Size(limit)}. Use a smaller --batch-size or --length.");
        }
    }

    private static string Size(double bytes) => Figures.Quantity(bytes, "B");
}
