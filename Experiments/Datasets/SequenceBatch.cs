using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Labelled sequences.</summary>
/// <param name="sequences">The sequences; disposed with the batch.</param>
/// <param name="labels">The class of each sequence, int64 <c>[batch]</c>; belongs to the caller's dispose scope.</param>
internal sealed class SequenceBatch(TokenBatch sequences, Tensor labels) : Batch
{
    /// <summary>The sequences.</summary>
    public TokenBatch Sequences => sequences;

    /// <summary>The class of each sequence, int64 <c>[batch]</c>.</summary>
    public Tensor Labels => labels;

    public override int Tokens => sequences.ValidTokens;

    public override void Dispose() => sequences.Dispose();
}
