using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>A batch after <see cref="SelectiveCompression"/>, and the way back. Owns its tensors.</summary>
public sealed class CompressedSequence : IDisposable
{
    private readonly Tensor _decisionTimes;
    private readonly Tensor? _lengths;

    internal CompressedSequence(Tensor features, Tensor counts, Tensor times, Tensor intervals, Tensor decisionTimes, Tensor? lengths)
    {
        Features = features;
        Counts = counts;
        Times = times;
        Intervals = intervals;
        _decisionTimes = decisionTimes;
        _lengths = lengths;
    }

    /// <summary>
    /// u′, the resampled points, <c>[batch, points, branch features]</c>; zero beyond a sequence's count. On the CPU as many points as
    /// the batch's longest sequence has, on a GPU always max(1, ⌈ρ·length⌉), so that nothing waits for the counts.
    /// </summary>
    public Tensor Features { get; }

    /// <summary>K, the number of points of each sequence, int64 <c>[batch]</c>.</summary>
    public Tensor Counts { get; }

    /// <summary>t, the time of each input in units of the distance of points, float64 <c>[batch, length]</c>; constant over padding.</summary>
    public Tensor Times { get; }

    /// <summary>Δ, the selective interval of each input, <c>[batch, length]</c>; zero at padding.</summary>
    public Tensor Intervals { get; }

    /// <summary>Equation (15a): gives every input what its nearest point holds.</summary>
    /// <param name="y">Something at every point, <c>[batch, points, features]</c>; what stands beyond a sequence's count is not read.</param>
    /// <returns><c>[batch, length, features]</c>, owned by the caller; unspecified at padded positions.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public Tensor Decompress(Tensor y)
    {
        var (batch, points, length) = (Features.shape[0], Features.shape[1], Times.shape[1]);
        if (y.dim() != 3 || y.shape[0] != batch || y.shape[1] != points)
        {
            throw new ArgumentException($"Decompression reads [{batch}, {points}, features], not {SequenceShape.Text(y)}.", nameof(y));
        }

        using var scope = NewDisposeScope();
        var bases = arange(0, batch * points, points, ScalarType.Int64, y.device).unsqueeze(1);
        var rows = ResamplingIndices.NearestPoints(_decisionTimes, Counts).add(bases).view(-1);
        return y.reshape(-1, y.shape[2]).index_select(0, rows).view(batch, length, -1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// How far the batch was compressed: the mean over its sequences of t_len / len, between 0 and ρ. On a GPU this waits for all
    /// work queued before.
    /// </summary>
    public double RealisedRate()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var ends = Times.select(1, -1);
        var rates = _lengths is null ? ends.div(Times.shape[1]) : ends.div(_lengths);
        return rates.mean().item<double>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Features.Dispose();
        Counts.Dispose();
        Times.Dispose();
        Intervals.Dispose();
        _decisionTimes.Dispose();
        _lengths?.Dispose();
    }
}
