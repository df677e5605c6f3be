using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Convolution of every feature of a sequence with a kernel as long as the sequence, by FFT: O(length · log length). Any device,
/// once differentiable; on the CPU in float32 with transforms over features at once (<see cref="FusedConvolution"/>).
/// </summary>
public static class LongConvolution
{
    /// <summary>y_l = Σ_{j ≤ l} k_{l−j} u_j, per feature and channel.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="kernel">Taps, <c>[channels, features, taps]</c> with taps ≤ length.</param>
    /// <param name="skip">Skip weights D, <c>[channels, features]</c>, which adds D u: the same as adding it to the taps of lag 0; null:
    /// nothing.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>: inputs beyond their sequence's length count as zero, whatever their
    /// values; null when nothing is padded.</param>
    /// <returns><c>[batch, length, channels, features]</c>, contiguous, owned by the caller.</returns>
    public static Tensor Causal(Tensor u, Tensor kernel, Tensor? skip = null, Tensor? lengths = null)
    {
        Check(u, kernel, nameof(kernel));
        SequenceShape.CheckLengths(nameof(LongConvolution), u, lengths);
        CheckSkip(kernel, skip);
        if (FusedKernels.Fit(u, kernel, skip))
        {
            return FusedConvolution.Apply(u, kernel, null, skip, lengths);
        }

        using var scope = NewDisposeScope();
        u = SequenceMask.Apply(u, lengths);
        kernel = WithSkip(kernel, skip);
        var size = FastLength(u.shape[1] + kernel.shape[2] - 1);
        return LongConvolutionFunction.Apply(u, kernel, size).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// y_l = Σ_{j ≤ l} f_{l−j} u_j + Σ_{j > l} b_{j−l−1} u_j. The backward part begins at lag 1 with its first tap, as in the official S4.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="forward">Taps f, <c>[channels, features, taps]</c> with taps ≤ length.</param>
    /// <param name="backward">Taps b, of the same shape.</param>
    /// <param name="skip">Skip weights D, <c>[channels, features]</c>, which adds D u; null: nothing.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>: inputs beyond their sequence's length count as zero, whatever their
    /// values; null when nothing is padded.</param>
    /// <returns><c>[batch, length, channels, features]</c>, contiguous, owned by the caller.</returns>
    public static Tensor Bidirectional(Tensor u, Tensor forward, Tensor backward, Tensor? skip = null, Tensor? lengths = null)
    {
        Check(u, forward, nameof(forward));
        SequenceShape.CheckLengths(nameof(LongConvolution), u, lengths);
        if (!forward.shape.SequenceEqual(backward.shape))
        {
            throw new ArgumentException(
                $"The two kernels have shapes [{string.Join(", ", forward.shape)}] and [{string.Join(", ", backward.shape)}]; they must be "
                    + "equal.",
                nameof(backward));
        }

        CheckSkip(forward, skip);
        if (FusedKernels.Fit(u, forward, backward, skip))
        {
            return FusedConvolution.Apply(u, forward, backward, skip, lengths);
        }

        using var scope = NewDisposeScope();
        u = SequenceMask.Apply(u, lengths);
        forward = WithSkip(forward, skip);
        var taps = forward.shape[2];
        var size = FastLength(u.shape[1] + taps);
        // One circular kernel: lag −1 − m lies at its end, where a transform of this size reads negative lags.
        var gap = zeros([forward.shape[0], forward.shape[1], size - (2 * taps)], forward.dtype, forward.device);
        var circular = cat([forward, gap, backward.flip(2)], 2);
        return LongConvolutionFunction.Apply(u, circular, size).MoveToOuterDisposeScope();
    }

    /// <summary>The least even 2^a·3^b·5^c that is not smaller: sizes whose transform is fast.</summary>
    /// <param name="atLeast">At least 1.</param>
    public static long FastLength(long atLeast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atLeast, 1);
        var best = long.MaxValue;
        for (long fives = 2; fives < best; fives *= 5)
        {
            for (var threes = fives; threes < best; threes *= 3)
            {
                var size = threes;
                while (size < atLeast)
                {
                    size *= 2;
                }

                best = Math.Min(best, size);
            }
        }

        return best;
    }

    private static Tensor WithSkip(Tensor taps, Tensor? skip) => skip is null
        ? taps
        : cat([taps.narrow(2, 0, 1).Plus(skip.unsqueeze(-1)), taps.narrow(2, 1, taps.shape[2] - 1)], 2);

    private static void CheckSkip(Tensor kernel, Tensor? skip)
    {
        if (skip is not null && !skip.shape.SequenceEqual(kernel.shape[..2]))
        {
            throw new ArgumentException(
                $"The skip connection has shape [{string.Join(", ", skip.shape)}]; [channels, features] of the kernel, [{kernel.shape[0]}, "
                    + $"{kernel.shape[1]}], is needed.",
                nameof(skip));
        }
    }

    private static void Check(Tensor u, Tensor kernel, string name)
    {
        if (u.dim() != 3 || kernel.dim() != 3 || u.shape[2] != kernel.shape[1] || kernel.shape[2] > u.shape[1] || kernel.shape[2] < 1)
        {
            throw new ArgumentException(
                $"Inputs [{string.Join(", ", u.shape)}] and kernel [{string.Join(", ", kernel.shape)}] do not fit: [batch, length, "
                    + "features] and [channels, features, taps] with 1 ≤ taps ≤ length are needed.",
                name);
        }
    }
}
