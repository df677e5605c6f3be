using System.Linq;
using SerpentDsl.Generator.Heads;

namespace SerpentDsl.Generator.Model;

/// <summary>The cost of a whole model. <c>docs/reference/facts.md</c> defines each figure.</summary>
/// <param name="TrainingFlops">Operations per token in training.</param>
/// <param name="TrainingBytes">Bytes per token that are kept for the backward pass.</param>
/// <param name="ReceptiveField">Positions that one position after the last block depends on; null: all.</param>
/// <param name="Streaming">The costs of the streaming form; null when there is none.</param>
internal sealed record Facts(long TrainingFlops, long TrainingBytes, long? ReceptiveField, StreamingFacts? Streaming)
{
    /// <summary>A backward pass takes two products for each product of the forward pass.</summary>
    private const int PassesOfTraining = 3;

    /// <summary>Adds up the figures of the modules.</summary>
    /// <exception cref="System.OverflowException">A sum does not fit a 64-bit integer.</exception>
    public static Facts Of(Architecture architecture, Ledger ledger)
    {
        var tokens = (long)architecture.MaxLength * architecture.Head.Kind.Inputs.Count;
        return new(
            PerToken(checked(PassesOfTraining * ledger.Total.Flops), tokens),
            PerToken(ledger.Sum(row => row.Kept), tokens),
            FieldOf(architecture),
            architecture.IsCausal && architecture.Head.Streaming is { } head ? StreamingOf(head, architecture.Features, ledger) : null);
    }

    /// <summary>The cost of the modules and of the pooling, whose state is a running sum with its count, or the newest position.</summary>
    private static StreamingFacts StreamingOf(StreamingHead head, long features, Ledger ledger) => checked(new(
        ledger.Sum(row => row.Size.StepFlops) + (head.Pooling == "Mean" ? 2 * features : 0),
        ledger.Sum(row => row.StepBytes) + (2 * PooledBytes(head, features)),
        ledger.Sum(row => row.Size.StateBytes) + PooledBytes(head, features)));

    private static long PooledBytes(StreamingHead head, long features) =>
        head.AnswersEverywhere ? 0 : checked((sizeof(float) * features) + (head.Pooling == "Mean" ? sizeof(long) : 0));

    private static long PerToken(long sum, long tokens) => (sum / tokens) + (sum % tokens > 0 ? 1 : 0);

    /// <summary>
    /// Each block widens the receptive field by the field of its widest branch, less one position. The field of a resampled branch depends
    /// on the data, so it counts as the whole sequence.
    /// </summary>
    private static long? FieldOf(Architecture architecture)
    {
        if (architecture.Branches.Any(branch => branch.Compression is not null || branch.Size.ReceptiveField is null))
        {
            return null;
        }

        var beyond = architecture.Branches.Max(branch => System.Math.Max(1, branch.Size.ReceptiveField!.Value)) - 1;
        return checked(1 + (architecture.Depth * beyond));
    }
}
