using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Solves h_l = a_l h_{l−1} + b_l elementwise and in place, without a gradient, where a differs from position to position
/// (<see cref="DiagonalScan"/> has one a for all). Sequences with few elements per position are cut into chunks. All chunks advance
/// together, and then each receives the last state of the chunk before it: about √(8·length) operator calls instead of one per position.
/// No division and no ratio of exponentials, so strong decays do not overflow.
/// </summary>
internal static class TimeVaryingRecurrence
{
    /// <summary>From this many elements on, one position is enough work for an operator call.</summary>
    private const long WideEnough = 1 << 14;

    /// <summary>The number of chunks and their length.</summary>
    /// <param name="length">Length of the sequence.</param>
    /// <param name="width">Elements per position.</param>
    /// <returns>Their product is at least <paramref name="length"/>.</returns>
    public static (long Chunks, long ChunkLength) Plan(long length, long width)
    {
        if (width >= WideEnough || length < 8)
        {
            return (1, length);
        }

        var chunkLength = (long)Math.Ceiling(Math.Sqrt(length / 2.0));
        return ((length + chunkLength - 1) / chunkLength, chunkLength);
    }

    /// <summary>Replaces b by h.</summary>
    /// <param name="decay">a, <c>[chunks · chunk length, …]</c>, contiguous.</param>
    /// <param name="states">b, of the same shape; becomes h.</param>
    /// <param name="chunks">From <see cref="Plan"/>.</param>
    /// <param name="backwards">Whether the recurrence runs from the last position to the first: h_l = a_l h_{l+1} + b_l.</param>
    public static void Solve(Tensor decay, Tensor states, long chunks, bool backwards)
    {
        using var scope = NewDisposeScope();
        var length = states.shape[0] / chunks;
        var h = states.view(chunks, length, -1);
        var a = decay.view(chunks, length, -1);
        var products = chunks > 1 ? a.clone() : a;
        for (long i = 1; i < length; i++)
        {
            var (here, before) = backwards ? (length - 1 - i, length - i) : (i, i - 1);
            using var state = h.select(1, here);
            using var factor = a.select(1, here);
            using var last = h.select(1, before);
            state.addcmul_(factor, last, Scalars.One);
            if (chunks > 1)
            {
                using var product = products.select(1, here);
                using var lastProduct = products.select(1, before);
                product.mul_(lastProduct);
            }
        }

        for (long i = 1; i < chunks; i++)
        {
            var (here, before, end) = backwards ? (chunks - 1 - i, chunks - i, 0) : (i, i - 1, length - 1);
            using var state = h.select(0, here);
            using var product = products.select(0, here);
            using var last = h.select(0, before);
            using var carry = last.narrow(0, end, 1);
            state.addcmul_(product, carry, Scalars.One);
        }
    }
}
