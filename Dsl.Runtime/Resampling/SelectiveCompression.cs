using SerpentDsl.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// SeRpEnt's selective compression, bidirectional: a point is computed from the W inputs nearest to it in time, before and after it, and
/// every input reads back the point nearest to it, or the two points around it (<see cref="ReadBack"/>). For models that may see the whole
/// sequence; the others use <see cref="CausalCompression"/>.
/// </summary>
/// <remarks>
/// <para>
/// mu is initialised uniformly over ±max(1, ρW/2), the time span of a window.
/// </para>
/// <para>
/// Intervals are summed in float64: there are few of them compared with the features, and near 4096 neighbouring float32 numbers are
/// already 5e-4 apart. The head Δ is a product and a sum per position, not a matrix-vector product: the rounding of that depends on a row's
/// place in the matrix, so padding could move a window. Its sum is also float64, as in the causal form.
/// </para>
/// </remarks>
[LayerParameter("w_delta", "LearnedIntervals ? Features : 0")]
[LayerParameter("b")]
[LayerParameter("mu", "TimeBasis")]
[LayerParameter("A_c", "BranchFeatures", "WindowSize * (Features + TimeBasis)")]
[LayerParameter("a_c", "BranchFeatures")]
[LayerBuffer("gamma")]
[LayerBuffer("seed", "RandomIntervals ? 1 : 0", ElementType = "int64")]
// The head Δ, the Gaussians and the linear map; Points is the most resampled points.
// For the backward pass: intervals, times, the point that each input reads back, and where windows begin; to interpolate also the
// differences of points and the clock.
[LayerCost(
    "LearnedIntervals * 2 * Length * (Features + 1) + Points * WindowSize * (4 * TimeBasis + 2 * (Features + TimeBasis) * BranchFeatures)",
    KeptBytes = "20 * Length + 8 * Points + LinearReadBack * Length * (4 * BranchFeatures + 60)")]
public sealed class SelectiveCompression : CompressionLayer
{
    /// <summary>Makes the layer with parameters drawn from torch's default generator.</summary>
    /// <param name="features">Width of the input, H.</param>
    /// <param name="branchFeatures">Width of the resampled points, h.</param>
    /// <param name="compressionRate">ρ, 0 &lt; ρ ≤ 1.</param>
    /// <param name="windowSize">W, inputs per point.</param>
    /// <param name="timeBasis">E, Gaussians per time difference.</param>
    /// <param name="integerTicks">Initial value of <see cref="CompressionLayer.IntegerTicks"/>.</param>
    /// <param name="options">What the paper leaves open; null: its literal text.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public SelectiveCompression(
        long features,
        long branchFeatures,
        double compressionRate,
        int windowSize,
        int timeBasis,
        bool integerTicks = false,
        CompressionOptions? options = null)
        : base(
            nameof(SelectiveCompression),
            features,
            branchFeatures,
            compressionRate,
            windowSize,
            timeBasis,
            options,
            Centres(compressionRate, windowSize))
    {
        IntegerTicks = integerTicks;
        RegisterComponents();
    }

    private protected override bool IsCausal => false;

    private protected override Resampled Resample(Tensor u, Tensor? lengths, Tensor times, Tensor decisionTimes)
    {
        var length = u.shape[1];
        var counts = ResamplingIndices.PointCounts(decisionTimes, lengths, Rate, Placement);
        var starts = ResamplingIndices.WindowStarts(decisionTimes, lengths, Storage(counts, length), WindowSize, Placement);

        // The inputs of each point: their indices, [batch, points, window], and which of them do not exist in a sequence shorter than W.
        var windows = starts.unsqueeze(2).Plus(TensorRange.Of(WindowSize, ScalarType.Int64, u.device));
        Tensor? masked = null;
        if (SomeWindowIsCut(length, lengths))
        {
            masked = lengths is null ? windows.ge(Scalars.Of(length)) : windows.ge(lengths.view(-1, 1, 1));
            windows = windows.clamp_max(Scalars.Of(length - 1));
        }

        var features = Points(u, times, windows, masked, masked, counts);
        return new(features, counts, starts, ResamplingIndices.NearestPoints(decisionTimes, counts, Placement));
    }

    private static (double Least, double Most) Centres(double compressionRate, int windowSize)
    {
        var span = double.Max(1, compressionRate * windowSize / 2);
        return (-span, span);
    }

    private bool SomeWindowIsCut(long length, Tensor? lengths)
    {
        if (length < WindowSize || lengths is null)
        {
            return length < WindowSize;
        }

        // On a GPU, checking would wait for queued work; an unnecessary mask does not.
        return lengths.device_type != DeviceType.CPU || lengths.min().item<long>() < WindowSize;
    }
}
