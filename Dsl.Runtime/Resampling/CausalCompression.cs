using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// SeRpEnt's selective compression, strictly causal, with a streaming form. A point is emitted by the first input whose time reaches it,
/// e(k) = min{ l : t_l ≥ k }, and is made of the W inputs up to that one; every input reads back the last point emitted by then, or zeros.
/// If the layer over the points is causal, no output depends on a later input.
/// </summary>
/// <remarks>
/// <para>
/// The paper does not say how its language model avoids depending on later inputs; this is our interpretation. A sequence of n inputs emits
/// ⌊t_n⌋ points, which may be none, and at most one point per input because Δ ≤ 1.
/// </para>
/// <para>
/// With <see cref="PointPlacement.Middle"/> point k stands at τ = k − ½, and the rule is the same: it is emitted by the first input whose
/// time reaches τ, e(k) = min{ l : t_l ≥ k − ½ }, from the W inputs up to that one; a sequence emits ⌊t_n + ½⌋ points. No output looks
/// ahead: t_j depends on the inputs up to j only, so whether e(k) ≤ l, and e(k) itself if so, depend on the inputs up to l; the window of k
/// ends at e(k); the points up to k are made of inputs up to e(k), because e ascends; and input l reads a point with e(k) ≤ l. A window
/// with inputs on both sides of τ would have to wait for them, which emits the point later: with windows of more than a unit of time it
/// would end where a unit ends, as with <see cref="PointPlacement.End"/>.
/// </para>
/// <para>
/// Time is counted in <see cref="Ticks"/> of 2^-20, so sums over time are exact, and the whole-sequence form and the step form make the
/// same decisions from equal intervals. Intervals are made nearly independent of the order of summation: the products of input and weight
/// are taken in the input's type and summed in float64. The remaining relative difference of about 1e-16 changes a tick once in billions of
/// intervals. Inputs that differ themselves, as those of a second block do in float32, can change a tick and, near a whole number of
/// points, a decision.
/// </para>
/// <para>
/// mu is initialised uniformly over the time differences that occur, −ρ(W − 1) to ρ.
/// </para>
/// </remarks>
[LayerParameter("w_delta", "LearnedIntervals ? Features : 0")]
[LayerParameter("b")]
[LayerParameter("mu", "TimeBasis")]
[LayerParameter("A_c", "BranchFeatures", "WindowSize * (Features + TimeBasis)")]
[LayerParameter("a_c", "BranchFeatures")]
[LayerBuffer("gamma")]
[LayerBuffer("seed", "RandomIntervals ? 1 : 0", ElementType = "int64")]
[LayerState("inputs", "WindowSize - 1", "Features")]
[LayerState("ages", "WindowSize - 1", ElementType = "int64")]
[LayerState("seen", ElementType = "int64")]
[LayerState("phase", ElementType = "int64")]
[LayerState("held", "BranchFeatures")]
// The head Δ, the Gaussians and the linear map; Points is the most resampled points. A step that emits no point costs the head only. For
// the backward pass: intervals, times, the point that each input reads back, and where windows begin.
[LayerCost(
    "LearnedIntervals * 2 * Length * (Features + 1) + Points * WindowSize * (4 * TimeBasis + 2 * (Features + TimeBasis) * BranchFeatures)",
    StepFlops = "LearnedIntervals * 2 * (Features + 1) + WindowSize * (4 * TimeBasis + 2 * (Features + TimeBasis) * BranchFeatures)",
    KeptBytes = "20 * Length + 8 * Points")]
public sealed partial class CausalCompression : CompressionLayer
{
    // Indices of the state's tensors.
    internal const int Inputs = 0;
    internal const int Ages = 1;
    internal const int Seen = 2;
    internal const int Phase = 3;
    internal const int Held = 4;

    // Index of the state's only child.
    private const int Inner = 5;
    private static readonly string[] s_stateNames = ["inputs", "ages", "seen", "phase", "held", "ssm"];

    /// <summary>Makes the layer with parameters drawn from torch's default generator.</summary>
    /// <param name="features">Width of the input, H.</param>
    /// <param name="branchFeatures">Width of the resampled points, h.</param>
    /// <param name="compressionRate">ρ, 0 &lt; ρ ≤ 1.</param>
    /// <param name="windowSize">W, inputs per point.</param>
    /// <param name="timeBasis">E, Gaussians per time difference.</param>
    /// <param name="options">What the paper leaves open; null: its literal text.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">The options say <see cref="ReadBack.Linear"/>.</exception>
    public CausalCompression(
        long features, long branchFeatures, double compressionRate, int windowSize, int timeBasis, CompressionOptions? options = null)
        : base(
            nameof(CausalCompression),
            features,
            branchFeatures,
            compressionRate,
            windowSize,
            timeBasis,
            options,
            (-compressionRate * (windowSize - 1), compressionRate))
    {
        if (Options.ReadBack == ReadBack.Linear)
        {
            throw new ArgumentException(
                $"{nameof(ReadBack)}.{ReadBack.Linear} reads the point behind an input, which is still to come in a "
                    + $"{nameof(CausalCompression)}; use {nameof(ReadBack)}.{ReadBack.Nearest}.",
                nameof(options));
        }

        IntegerTicks = true;
        RegisterComponents();
    }

    private ScalarType ClockType => IntegerTicks ? ScalarType.Int64 : ScalarType.Float64;

    private protected override bool IsCausal => true;

    /// <summary>The time, less the number of points emitted, at which the next point is emitted.</summary>
    private Scalar Due => IntegerTicks ? Scalars.Of(Ticks.PerPoint - Placement.OffsetTicks()) : Scalars.Of(1 - Placement.Offset());

    private Scalar PointDistance => IntegerTicks ? Scalars.Of(Ticks.PerPoint) : Scalars.Of(1.0);

    private protected override Resampled Resample(Tensor u, Tensor? lengths, Tensor times, Tensor decisionTimes)
    {
        var batch = u.shape[0];
        var counts = ResamplingIndices.EmissionCounts(decisionTimes, Placement);
        var emissions = ResamplingIndices.EmissionIndices(decisionTimes, Storage(counts, u.shape[1]), Placement);
        var windows = Windows(emissions);
        var before = zeros([batch, WindowSize - 1, Features], u.dtype, u.device);
        var inputs = cat([before, u], 1);
        var allTimes = cat([zeros([batch, WindowSize - 1], ScalarType.Float64, u.device), times], 1);
        var features = Points(inputs, allTimes, windows, null, windows.lt(Scalars.Of(WindowSize - 1)), counts);
        return new(features, counts, emissions.sub(Scalars.Of(WindowSize - 1)), ResamplingIndices.HeldPoints(decisionTimes, Placement));
    }

    /// <summary>
    /// The windows of the emitted points, as indices into the inputs preceded by W − 1 earlier ones; unspecified for points that are not
    /// emitted.
    /// </summary>
    private Tensor Windows(Tensor emissions) =>
        emissions.clamp_min(Scalars.Zero).unsqueeze(2).Plus(TensorRange.Of(WindowSize, ScalarType.Int64, emissions.device));

    /// <summary>
    /// Which positions, in a window or in the inputs preceded by W − 1 earlier ones, lie before the start of the sequence.
    /// </summary>
    private Tensor Missing(StreamState state, Tensor places)
    {
        var first = state[Seen].neg().Plus(WindowSize - 1);
        return places.lt(places.dim() == 1 ? first.unsqueeze(1) : first.view(-1, 1, 1));
    }

    private Tensor Clock(Tensor intervals, Tensor? lengths) => IntegerTicks ? TickIntervals(intervals, lengths) : intervals;

    private Tensor ToTime(Tensor clock) => IntegerTicks ? TickTensors.ToTime(clock, ScalarType.Float64) : clock;

    /// <summary>
    /// Whether any sequence has a point, and whether every one has. On a GPU, where reading the answer would wait for queued work, some are
    /// assumed to have one.
    /// </summary>
    private static bool AnyPoint(Tensor points, out bool everyRow)
    {
        everyRow = false;
        if (points.device_type != DeviceType.CPU)
        {
            return true;
        }

        var rows = points.count_nonzero().item<long>();
        everyRow = rows == points.shape[0];
        return rows > 0;
    }
}
