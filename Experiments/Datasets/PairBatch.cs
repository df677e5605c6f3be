using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Labelled pairs of sequences.</summary>
/// <param name="first">The first sequences; disposed with the batch.</param>
/// <param name="second">The second sequences; disposed with the batch.</param>
/// <param name="labels">The class of each pair, int64 <c>[batch]</c>; belongs to the caller's dispose scope.</param>
internal sealed class PairBatch(TokenBatch first, TokenBatch second, Tensor labels) : Batch
{
    /// <summary>The first sequences.</summary>
    public TokenBatch First => first;

    /// <summary>The second sequences.</summary>
    public TokenBatch Second => second;

    /// <summary>The class of each pair, int64 <c>[batch]</c>.</summary>
    public Tensor Labels => labels;

    public override int Tokens => first.ValidTokens + second.ValidTokens;

    public override void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
