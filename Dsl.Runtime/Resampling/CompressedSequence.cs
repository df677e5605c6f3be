using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>A batch after a <see cref="CompressionLayer"/>, with what is needed to decompress it. Owns its tensors.</summary>
public sealed class CompressedSequence : IDisposable
{
    private readonly ResamplingClock _clock;
    private readonly Tensor _readBack;
    private readonly bool _beginsEmpty;
    private readonly CompressionOptions _options;
    private readonly int _windowSize;
    private readonly Tensor? _lengths;

    internal CompressedSequence(
        Tensor features,
        Tensor counts,
        Tensor windowStarts,
        ResamplingClock clock,
        Tensor readBack,
        bool beginsEmpty,
        CompressionOptions options,
        int windowSize,
        Tensor? lengths)
    {
        Features = features;
        Counts = counts;
        WindowStarts = windowStarts;
        _clock = clock;
        _readBack = readBack;
        _beginsEmpty = beginsEmpty;
        _options = options;
        _windowSize = windowSize;
        _lengths = lengths;
    }

    /// <summary>
    /// u′, the resampled points, <c>[batch, points, branch features]</c>; zero beyond a sequence's count. On the CPU as many points as
    /// the batch's longest sequence has (one at least), on a GPU always max(1, ⌈ρ·length⌉), so that nothing waits for the counts.
    /// </summary>
    public Tensor Features { get; }

    /// <summary>K, the number of points of each sequence, int64 <c>[batch]</c>; of a <see cref="CausalCompression"/> it may be 0.</summary>
    public Tensor Counts { get; }

    /// <summary>
    /// The first input of each point's window, int64 <c>[batch, points]</c>, counted from 0. Window positions before the first input or
    /// after the last one contribute nothing; beyond a sequence's count the value is unspecified.
    /// </summary>
    public Tensor WindowStarts { get; }

    /// <summary>
    /// t, the time of each input in units of the distance between points, float64 <c>[batch, length]</c>; constant over padding.
    /// </summary>
    public Tensor Times => _clock.Times;

    /// <summary>Δ, the selective interval of each input, <c>[batch, length]</c>; zero at padding.</summary>
    public Tensor Intervals => _clock.Intervals;

    /// <summary>
    /// Equation (15a), decompression: gives every input the value of one point, the nearest in time, or in the causal form the last one
    /// emitted; zeros before the first emission. With <see cref="ReadBack.Linear"/> it gives an input between two points their values
    /// interpolated by time, and one before the first or behind the last point that point's value.
    /// </summary>
    /// <param name="y">Values of the points, <c>[batch, points, features]</c>; not read beyond a sequence's count.</param>
    /// <returns><c>[batch, length, features]</c>, owned by the caller; unspecified at padded positions.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public Tensor Decompress(Tensor y)
    {
        var (batch, points) = (Features.shape[0], Features.shape[1]);
        if (y.dim() != 3 || y.shape[0] != batch || y.shape[1] != points)
        {
            throw new ArgumentException($"Decompression reads [{batch}, {points}, features], not {SequenceShape.Text(y)}.", nameof(y));
        }

        using var scope = NewDisposeScope();
        if (_options.ReadBack == SerpentDsl.ReadBack.Linear)
        {
            return Interpolate(y).MoveToOuterDisposeScope();
        }

        if (FusedKernels.Fit(y))
        {
            return DecompressionFunction.Apply(y, _readBack).MoveToOuterDisposeScope();
        }

        if (!_beginsEmpty)
        {
            return ReadBack(y, _readBack).MoveToOuterDisposeScope();
        }

        var nothing = zeros([batch, 1, y.shape[2]], y.dtype, y.device);
        return ReadBack(cat([nothing, y], 1), _readBack.Plus(1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The realised rate: the mean over the sequences of t_len / len, between 0 and ρ. On a GPU this waits for all queued work.
    /// </summary>
    public double RealisedRate()
    {
        using var rate = MeanRate();
        return rate.item<double>();
    }

    /// <summary><see cref="RealisedRate"/> as a tensor on the device, without waiting: float64 scalar, without gradient.</summary>
    /// <returns>Owned by the caller.</returns>
    public Tensor MeanRate()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var ends = Times.select(1, -1);
        var rates = _lengths is null ? ends.div(Scalars.Of(Times.shape[1])) : ends.div(_lengths);
        return rates.mean().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The coverage: the share of a sequence's inputs that the window of some point contains, averaged over the sequences, between 0 and 1.
    /// The branch does not read the others. On a GPU this waits for all queued work.
    /// </summary>
    public double Coverage()
    {
        using var coverage = MeanCoverage();
        return coverage.item<double>();
    }

    /// <summary><see cref="Coverage"/> as a tensor on the device, without waiting: float64 scalar, without gradient.</summary>
    /// <returns>Owned by the caller.</returns>
    public Tensor MeanCoverage()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (batch, points) = (WindowStarts.shape[0], WindowStarts.shape[1]);
        var lengths = _lengths ?? full([batch], Scalars.Of(Times.shape[1]), ScalarType.Int64, Times.device);

        // Windows begin and end in ascending order, so each adds what lies behind the end of the one before.
        var ends = WindowStarts.Plus(_windowSize).clamp_min(Scalars.Zero).minimum(lengths.unsqueeze(1));
        var before = cat([zeros([batch, 1], ScalarType.Int64, ends.device), ends.narrow(1, 0, points - 1)], 1);
        var added = ends.sub(WindowStarts.maximum(before)).clamp_min(Scalars.Zero);
        var covered = SequenceMask.Apply(added, Counts).sum(1);
        return covered.to(ScalarType.Float64).div(lengths).mean().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Features.Dispose();
        Counts.Dispose();
        WindowStarts.Dispose();
        _clock.Dispose();
        _readBack.Dispose();
        _lengths?.Dispose();
    }

    /// <summary>The points around every input, weighted by time, whose gradient reaches Δ.</summary>
    private Tensor Interpolate(Tensor y)
    {
        // Time on the axis of the points, of which the first is 1 and the last K.
        var last = Counts.unsqueeze(1);
        var time = _options.PointPlacement.Shift(Times).clamp_min(Scalars.One).minimum(last.to(ScalarType.Float64));
        var before = time.detach().floor();
        var weight = time.sub(before).to(y.dtype).unsqueeze(2);
        var index = before.to(ScalarType.Int64);
        var (lower, upper) = (Rows(index.sub(Scalars.One)), Rows(index.minimum(last.sub(Scalars.One))));
        return lower.Plus(upper.sub(lower).mul(weight));

        Tensor Rows(Tensor indices) => FusedKernels.Fit(y) ? DecompressionFunction.Apply(y, indices.contiguous()) : ReadBack(y, indices);
    }

    /// <summary>For every position, picks one row of its sequence.</summary>
    /// <param name="rows"><c>[batch, n, features]</c>.</param>
    /// <param name="indices">Int64 <c>[batch, length]</c>, in 0 … n − 1.</param>
    /// <returns><c>[batch, length, features]</c>, owned by the caller.</returns>
    internal static Tensor ReadBack(Tensor rows, Tensor indices)
    {
        using var scope = NewDisposeScope();
        var (batch, count) = (rows.shape[0], rows.shape[1]);
        var bases = arange(Scalars.Zero, Scalars.Of(batch * count), Scalars.Of(count), ScalarType.Int64, rows.device).unsqueeze(1);
        return rows.reshape(-1, rows.shape[2])
            .index_select(0, indices.Plus(bases).view(-1))
            .view(batch, indices.shape[1], rows.shape[2])
            .MoveToOuterDisposeScope();
    }
}
