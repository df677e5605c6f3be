using SerpentDsl.Functions;
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
[LayerParameter("w_delta", "Features")]
[LayerParameter("b")]
[LayerParameter("mu", "TimeBasis")]
[LayerParameter("A_c", "BranchFeatures", "WindowSize * (Features + TimeBasis)")]
[LayerParameter("a_c", "BranchFeatures")]
[LayerBuffer("gamma")]
[LayerState("inputs", "WindowSize - 1", "Features")]
[LayerState("ages", "WindowSize - 1", ElementType = "int64")]
[LayerState("seen", ElementType = "int64")]
[LayerState("phase", ElementType = "int64")]
[LayerState("held", "BranchFeatures")]
// The head Δ, the Gaussians and the linear map; Points is the most resampled points. A step that emits no point costs the head only. For
// the backward pass: intervals, times, the point that each input reads back, and where windows begin.
[LayerCost(
    "2 * Length * (Features + 1) + Points * WindowSize * (4 * TimeBasis + 2 * (Features + TimeBasis) * BranchFeatures)",
    StepFlops = "2 * (Features + 1) + WindowSize * (4 * TimeBasis + 2 * (Features + TimeBasis) * BranchFeatures)",
    KeptBytes = "20 * Length + 8 * Points")]
public sealed class CausalCompression : CompressionLayer
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
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public CausalCompression(long features, long branchFeatures, double compressionRate, int windowSize, int timeBasis)
        : base(
            nameof(CausalCompression),
            features,
            branchFeatures,
            compressionRate,
            windowSize,
            timeBasis,
            (-compressionRate * (windowSize - 1), compressionRate))
    {
        IntegerTicks = true;
        RegisterComponents();
    }

    private ScalarType ClockType => IntegerTicks ? ScalarType.Int64 : ScalarType.Float64;

    private protected override bool IsCausal => true;

    private Scalar PointDistance => IntegerTicks ? Scalars.Of(Ticks.PerPoint) : Scalars.Of(1.0);

    /// <summary>
    /// The state before the first input: the last W − 1 inputs and their ages, how many of them there are, the time since the last point,
    /// and the inner layer's output for that point; its child is the inner layer's state.
    /// </summary>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="inner">The layer that runs over the points; maps <c>[batch, points, branch features]</c> to the same shape.</param>
    /// <returns>Owned by the caller.</returns>
    public StreamState NewState(long batch, StreamingLayer inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentNullException.ThrowIfNull(inner);
        var (type, device) = (A_c.dtype, A_c.device);
        return StreamState.Of(
            constants: [],
            children: [(s_stateNames[Inner], inner.NewState(batch))],
            [
                (s_stateNames[Inputs], zeros([batch, WindowSize - 1, Features], type, device)),
                (s_stateNames[Ages], zeros([batch, WindowSize - 1], ClockType, device)),
                (s_stateNames[Seen], zeros([batch], ScalarType.Int64, device)),
                (s_stateNames[Phase], zeros([batch], ClockType, device)),
                (s_stateNames[Held], zeros([batch, BranchFeatures], type, device)),
            ]);
    }

    /// <summary>
    /// Reads the next input of every sequence, runs the inner layer for the sequences that emit a point, and returns for each sequence the
    /// output for its last point.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="inner">The layer that runs over the points.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <returns><c>[batch, branch features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor u, StreamingLayer inner, StreamState state)
    {
        CheckStep(u, inner, state);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (IntegerTicks && FusedKernels.Fit(u, w_delta, b, mu, gamma, A_c, a_c, state[Inputs], state[Held]))
        {
            var output = empty([state.Batch, BranchFeatures], u.dtype);
            CompressionStep.Run(Parameters, Rate, TensorMemory.Plain(u), inner, state, output);
            return output.MoveToOuterDisposeScope();
        }

        var interval = Clock(Intervals(u.unsqueeze(1)), null);
        var clock = state[Phase].Plus(interval.squeeze(1));
        var emitted = clock.ge(PointDistance);
        clock = where(emitted, clock.sub(PointDistance), clock);
        var inputs = cat([state[Inputs], u.unsqueeze(1)], 1);
        var ages = cat([state[Ages].Plus(interval), zeros([u.shape[0], 1], ClockType, u.device)], 1);
        if (AnyPoint(emitted, out var everyRow))
        {
            var missing = Missing(state, TensorRange.Of(WindowSize, ScalarType.Int64, u.device));
            var basis = TimeBasis(ToTime(clock.unsqueeze(1).sub(ages)), missing);
            var point = nn.functional.linear(cat([inputs, basis], 2).view(u.shape[0], -1), A_c, a_c);
            var output = everyRow ? inner.Step(point, state.Child(0)) : inner.StepRows(point, emitted, state.Child(0));
            state.Replace(Held, where(emitted.unsqueeze(1), output, state[Held]));
        }

        state.Replace(Phase, clock);
        state.Replace(Inputs, inputs.narrow(1, 1, WindowSize - 1).clone());
        state.Replace(Ages, ages.narrow(1, 1, WindowSize - 1).clone());
        state.Replace(Seen, state[Seen].Plus(1).clamp_max(Scalars.Of(WindowSize - 1)));
        return state[Held].clone().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// <see cref="Step(Tensor, StreamingLayer, StreamState)"/> with its result written to memory of the caller. In float32 on a CPU it
    /// allocates neither tensors nor managed memory if the inner layer's step does not, and the inner layer runs only over the sequences
    /// that emit a point.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="inner">The layer that runs over the points.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <param name="output">Written to, <c>[batch, branch features]</c>; not the inputs.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor u, StreamingLayer inner, StreamState state, Tensor output)
    {
        CheckStep(u, inner, state);
        StepOutput.Check(nameof(CausalCompression), output, state.Batch, BranchFeatures);
        if (IntegerTicks && FusedKernels.FitInPlace(u, w_delta, b, mu, gamma, A_c, a_c, state[Inputs], state[Held], output))
        {
            CompressionStep.Run(Parameters, Rate, u, inner, state, output);
            return output;
        }

        using var result = Step(u, inner, state);
        return StepOutput.Fill(nameof(CausalCompression), output, result);
    }

    /// <summary>
    /// Reads the next piece of every sequence, runs the inner layer over the points that it emits, and returns for each input the output
    /// for the last point emitted by then.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>; finite also beyond a sequence's length.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>, from 0 to the piece's length; null: all of
    /// it.</param>
    /// <param name="inner">The layer that runs over the points.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <returns><c>[batch, length, branch features]</c>, owned by the caller; unspecified beyond a sequence's length.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Chunk(Tensor u, Tensor? lengths, StreamingLayer inner, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(state);
        Check(u, lengths);
        CheckState(u, state);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var length = u.shape[1];
        var intervals = Clock(SequenceMask.Apply(Intervals(u), lengths), lengths);
        var clock = state[Phase].unsqueeze(1).Plus(intervals.cumsum(1));     // since the last point before the piece
        var clocks = cat([state[Phase].unsqueeze(1).sub(state[Ages]), clock], 1);
        var inputs = cat([state[Inputs], u], 1);
        var counts = ResamplingIndices.EmissionCounts(clock);
        var held = state[Held].unsqueeze(1);
        if (AnyPoint(counts, out _))
        {
            var windows = Windows(ResamplingIndices.EmissionIndices(clock, Storage(counts, length)));
            var points = Points(inputs, ToTime(clocks), windows, null, Missing(state, windows), counts);
            held = cat([held, inner.Chunk(points, counts, state.Child(0))], 1);
        }

        var outputs = CompressedSequence.ReadBack(held, ResamplingIndices.HeldPoints(clock).Plus(1));
        var ends = lengths ?? full([u.shape[0]], Scalars.Of(length), ScalarType.Int64, u.device);
        var kept = ends.unsqueeze(1).Plus(TensorRange.Of(WindowSize - 1, ScalarType.Int64, u.device));
        var last = clock.select(1, -1);
        state.Replace(Held, CompressedSequence.ReadBack(held, counts.unsqueeze(1)).squeeze(1));
        state.Replace(Inputs, CompressedSequence.ReadBack(inputs, kept));
        state.Replace(Ages, last.unsqueeze(1).sub(clocks.gather(1, kept)));
        state.Replace(Seen, state[Seen].Plus(ends).clamp_max(Scalars.Of(WindowSize - 1)));
        state.Replace(Phase, last.remainder(PointDistance));
        return outputs.MoveToOuterDisposeScope();
    }

    private protected override Resampled Resample(Tensor u, Tensor? lengths, Tensor times, Tensor decisionTimes)
    {
        var batch = u.shape[0];
        var counts = ResamplingIndices.EmissionCounts(decisionTimes);
        var emissions = ResamplingIndices.EmissionIndices(decisionTimes, Storage(counts, u.shape[1]));
        var windows = Windows(emissions);
        var before = zeros([batch, WindowSize - 1, Features], u.dtype, u.device);
        var inputs = cat([before, u], 1);
        var allTimes = cat([zeros([batch, WindowSize - 1], ScalarType.Float64, u.device), times], 1);
        var features = Points(inputs, allTimes, windows, null, windows.lt(Scalars.Of(WindowSize - 1)), counts);
        return new(features, counts, emissions.sub(Scalars.Of(WindowSize - 1)), ResamplingIndices.HeldPoints(decisionTimes));
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

    private void CheckStep(Tensor u, StreamingLayer inner, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(state);
        if (u.dim() != 2 || u.size(0) == 0 || u.size(1) != Features)
        {
            throw new ArgumentException(
                $"A step of {nameof(CausalCompression)} reads [batch, {Features}], not {SequenceShape.Text(u)}.", nameof(u));
        }

        CheckType(u);
        CheckState(u, state);
    }

    private void CheckState(Tensor u, StreamState state)
    {
        state.CheckLayer(nameof(CausalCompression), u.size(0), s_stateNames);
        state.CheckTensor(nameof(CausalCompression), Inputs, WindowSize - 1, Features);
        state.CheckTensor(nameof(CausalCompression), Ages, WindowSize - 1);
        state.CheckTensor(nameof(CausalCompression), Seen);
        state.CheckTensor(nameof(CausalCompression), Phase);
        state.CheckTensor(nameof(CausalCompression), Held, BranchFeatures);
        if (state[Phase].dtype != ClockType)
        {
            throw new ArgumentException(
                $"The state's clock is {state[Phase].dtype}, that of the layer {ClockType}: {nameof(IntegerTicks)} was another when the "
                    + "state was made.",
                nameof(state));
        }
    }
}
