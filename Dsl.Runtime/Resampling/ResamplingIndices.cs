using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// The searches of selective resampling: from which inputs a resampled point is computed, and which point an input reads back.
/// </summary>
/// <remarks>
/// <para>
/// Times <c>[batch, length]</c> are cumulative sums of the intervals: ascending along a sequence, constant over padding. Points stand at
/// times 1, 2, 3, …, or half a unit earlier (<see cref="PointPlacement"/>). Indices are int64 and count from 0.
/// </para>
/// <para>
/// Times are floating point, in units of the distance between points, or int64 in ticks of 2^-20 of it (<see cref="Ticks"/>); every
/// comparison is then exact. No function is differentiable; results are owned by the caller.
/// </para>
/// </remarks>
public static class ResamplingIndices
{
    /// <summary>
    /// K, the number of resampled points: min(⌈ρ·len⌉, max(1, ⌈t_len⌉)), or with points in the middles min(⌈ρ·len⌉, max(1, ⌊t_len + ½⌋)).
    /// </summary>
    /// <param name="times">Times, <c>[batch, length]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <param name="rate">ρ.</param>
    /// <param name="placement">Where the points stand.</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor PointCounts(Tensor times, Tensor? lengths, CompressionRate rate, PointPlacement placement = PointPlacement.End)
    {
        Check(times, lengths);
        using var scope = NewDisposeScope();
        var reached = PointsUpTo(placement.Shift(times.select(1, -1)), roundUp: placement == PointPlacement.End)
            .clamp_min(Scalars.One);
        // Rounding and a saturated sigmoid can make t_len larger than ρ·len.
        var counts = lengths is null
            ? reached.clamp_max(Scalars.Of(rate.MostPoints(times.shape[1])))
            : reached.minimum(rate.MostPoints(lengths));
        return counts.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The first input of each point's window: the <paramref name="windowSize"/> valid inputs nearest to the point's time, on ties the
    /// earlier input. Times ascend, so the window is contiguous, and its start s moves on while t_s + t_(s+W) is less than twice the
    /// point's time: one binary search.
    /// </summary>
    /// <param name="times">Times, <c>[batch, length]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <param name="points">Number of points to search for.</param>
    /// <param name="windowSize">W; windows of a shorter sequence start at 0.</param>
    /// <param name="placement">Where the points stand.</param>
    /// <returns><c>[batch, points]</c>, also for points beyond a sequence's count.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor WindowStarts(
        Tensor times, Tensor? lengths, long points, long windowSize, PointPlacement placement = PointPlacement.End)
    {
        Check(times, lengths);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(points);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowSize);
        var (batch, length) = (times.shape[0], times.shape[1]);
        var starts = length - windowSize;
        if (starts <= 0)
        {
            return zeros([batch, points], ScalarType.Int64, times.device);
        }

        using var scope = NewDisposeScope();
        times = placement.Shift(times);
        var turningPoints = times.narrow(1, 0, starts).Plus(times.narrow(1, windowSize, starts));
        if (lengths is not null)
        {
            // No window may extend beyond the sequence's end.
            var tooLate = SequenceMask.Of(lengths.sub(Scalars.Of(windowSize)), starts).logical_not();
            turningPoints = times.is_integral()
                ? turningPoints.masked_fill(tooLate, Scalars.Of(long.MaxValue))
                : turningPoints.masked_fill(tooLate, Scalars.Of(double.PositiveInfinity));
        }

        var unit = times.is_integral() ? Ticks.PerPoint : 1;
        var doubled = TensorRange.Of(1, points + 1, ScalarType.Int64, times.device).mul(Scalars.Of(2 * unit)).to(times.dtype);
        return searchsorted(turningPoints, doubled.expand(batch, points).contiguous()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// κ, the point that each input reads back, the nearest in time: clip(⌊t + ½⌋, 1, K), or with points in the middles
    /// clip(⌊t⌋ + 1, 1, K); on ties the later point.
    /// </summary>
    /// <param name="times">Times, <c>[batch, length]</c>.</param>
    /// <param name="counts">K, int64 <c>[batch]</c>.</param>
    /// <param name="placement">Where the points stand.</param>
    /// <returns><c>[batch, length]</c>, κ − 1; at padding some valid index.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor NearestPoints(Tensor times, Tensor counts, PointPlacement placement = PointPlacement.End)
    {
        Check(times, counts);
        using var scope = NewDisposeScope();
        times = placement.Shift(times);
        var shifted = times.is_integral() ? times.Plus(Ticks.PerPoint / 2) : times.Plus(0.5);
        var last = counts.sub(Scalars.One).unsqueeze(1);
        return PointsUpTo(shifted, roundUp: false).sub(Scalars.One).minimum(last).clamp_min(Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The number of points that the causal variant emits: ⌊t_len⌋, or with points in the middles ⌊t_len + ½⌋; it may be 0.
    /// </summary>
    /// <param name="times">Times, <c>[batch, length]</c>.</param>
    /// <param name="placement">Where the points stand.</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public static Tensor EmissionCounts(Tensor times, PointPlacement placement = PointPlacement.End)
    {
        Check(times, null);
        using var scope = NewDisposeScope();
        return PointsUpTo(placement.Shift(times.select(1, -1)), roundUp: false).MoveToOuterDisposeScope();
    }

    /// <summary>e(k), the first input whose time reaches point k, where the causal variant emits the point.</summary>
    /// <param name="times">Times, <c>[batch, length]</c>.</param>
    /// <param name="points">Number of points to search for.</param>
    /// <param name="placement">Where the points stand.</param>
    /// <returns><c>[batch, points]</c>; −1 for points that are never reached.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public static Tensor EmissionIndices(Tensor times, long points, PointPlacement placement = PointPlacement.End)
    {
        Check(times, null);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(points);
        using var scope = NewDisposeScope();
        var (batch, length) = (times.shape[0], times.shape[1]);
        var unit = times.is_integral() ? Ticks.PerPoint : 1;
        var wanted = TensorRange.Of(1, points + 1, ScalarType.Int64, times.device).mul(Scalars.Of(unit)).to(times.dtype);
        var first = searchsorted(placement.Shift(times).contiguous(), wanted.expand(batch, points).contiguous());
        return first.masked_fill(first.eq(Scalars.Of(length)), Scalars.Of(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The last point emitted up to each input, ⌊t⌋, or with points in the middles ⌊t + ½⌋: the point that the input reads back in the
    /// causal variant.
    /// </summary>
    /// <param name="times">Times, <c>[batch, length]</c>.</param>
    /// <param name="placement">Where the points stand.</param>
    /// <returns><c>[batch, length]</c>, the point less 1; −1 before the first emission.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public static Tensor HeldPoints(Tensor times, PointPlacement placement = PointPlacement.End)
    {
        Check(times, null);
        using var scope = NewDisposeScope();
        return PointsUpTo(placement.Shift(times), roundUp: false).sub(Scalars.One).MoveToOuterDisposeScope();
    }

    private static Tensor PointsUpTo(Tensor times, bool roundUp)
    {
        if (times.is_integral())
        {
            return times.Plus(roundUp ? Ticks.PerPoint - 1 : 0).div(Scalars.Of(Ticks.PerPoint), RoundingMode.floor);
        }

        return (roundUp ? times.ceil() : times.floor()).to(ScalarType.Int64);
    }

    private static void Check(Tensor times, Tensor? perSequence)
    {
        if (times.dim() != 2)
        {
            throw new ArgumentException($"Times are [batch, length], not {SequenceShape.Text(times)}.", nameof(times));
        }

        if (times.is_integral() && times.dtype != ScalarType.Int64)
        {
            throw new ArgumentException($"Times in ticks are Int64, not {times.dtype}.", nameof(times));
        }

        SequenceShape.CheckLengths(nameof(ResamplingIndices), times, perSequence);
    }
}
