using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>What the streaming forms of all layers with attention have in common.</summary>
internal static class AttentionState
{
    /// <summary>Refuses to stream a bidirectional layer.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="bidirectional">Whether it is bidirectional.</param>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public static void CheckCausal(string layer, bool bidirectional)
    {
        if (bidirectional)
        {
            throw new InvalidOperationException($"A bidirectional {layer} layer cannot stream; make one with bidirectional: false.");
        }
    }

    /// <summary>Cuts a piece into pieces that fit a cache, and joins what they give.</summary>
    /// <param name="capacity">Longest piece.</param>
    /// <param name="length">Length of the whole piece.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>; null: all.</param>
    /// <param name="apply">Takes the start, the length and the lengths of a piece; gives <c>[batch, length, …]</c>.</param>
    /// <returns>The results side by side, <c>[batch, length, …]</c>.</returns>
    public static Tensor ByPieces(long capacity, long length, Tensor? lengths, Func<long, long, Tensor?, Tensor> apply)
    {
        var results = new List<Tensor>();
        for (long start = 0; start < length; start += capacity)
        {
            var size = Math.Min(capacity, length - start);
            var valid = lengths?.sub(Scalars.Of(start)).clamp(Scalars.Zero, Scalars.Of(size));
            results.Add(apply(start, size, valid));
        }

        return results.Count == 1 ? results[0] : cat(results, 1);
    }

    /// <summary>The positions read after a piece.</summary>
    /// <param name="count">Positions read before it, int64 <c>[batch]</c>.</param>
    /// <param name="length">Length of the piece.</param>
    /// <param name="lengths">How many positions each sequence advances; null: all.</param>
    public static Tensor Total(Tensor count, long length, Tensor? lengths) => lengths is null ? count.Plus(length) : count.Plus(lengths);
}
