using SerpentDsl.Functions;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// The part that both forms of SeRpEnt's compression share (arXiv 2501.11729, equations 9 to 13): every input takes a learned interval of
/// time, Δ = ρ·σ(w_delta·u + b); resampled points stand at the times 1, 2, 3, … of their cumulative sum
/// (or half a unit earlier, <see cref="PointPlacement"/>); each is a linear map of W inputs
/// and of their time differences, expanded in E Gaussians. The forms differ in which W inputs a point is computed from, and in which point
/// an input reads back.
/// </summary>
/// <remarks>
/// <para>
/// Which inputs a point reads, the number of points and which point an input reads back have no gradient: Δ is trained through the
/// Gaussians only, and with <see cref="ReadBack.Linear"/> through the weights of the points that an input reads back.
/// </para>
/// <para>
/// Initial values that the paper does not give: w_delta normal with deviation 0.02 and b = <see cref="CompressionOptions.DeltaBias"/>, so
/// that all intervals are near ρ·σ(b) at the start; mu uniform over a range that the form chooses; gamma = 1/(2s²) with s the mean
/// distance of the centres (range / E), a constant;
/// A_c and a_c as torch's linear layers.
/// </para>
/// </remarks>
public abstract class CompressionLayer : nn.Module<Tensor, Tensor?, CompressedSequence>, IOptimizerHints
{
    private protected readonly Parameter? w_delta;
    private protected readonly Parameter b;
    private protected readonly Parameter mu;
    private protected readonly Parameter A_c;
    private protected readonly Parameter a_c;
    private protected readonly Tensor gamma;
    private protected readonly Tensor? seed;

    private protected CompressionLayer(
        string name,
        long features,
        long branchFeatures,
        double compressionRate,
        int windowSize,
        int timeBasis,
        CompressionOptions? options,
        (double Least, double Most) centres)
        : base(name)
    {
        Options = Checked(options ?? new CompressionOptions());
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(branchFeatures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeBasis);
        Features = features;
        BranchFeatures = branchFeatures;
        Rate = new CompressionRate(compressionRate);
        WindowSize = windowSize;
        Gaussians = timeBasis;

        using var scope = NewDisposeScope();
        var spacing = (centres.Most - centres.Least) / timeBasis;
        var inputs = windowSize * (features + timeBasis);
        var bound = 1 / double.Sqrt(inputs);
        w_delta = Learns ? ModuleTensor.Parameter(nn.init.normal_(empty(features), 0, 0.02)) : null;
        b = ModuleTensor.Parameter(full([], Scalars.Of(Options.DeltaBias)));
        b.requires_grad = Learns;
        mu = ModuleTensor.Parameter(nn.init.uniform_(empty(timeBasis), centres.Least, centres.Most));
        A_c = ModuleTensor.Parameter(nn.init.uniform_(empty(branchFeatures, inputs), -bound, bound));
        a_c = ModuleTensor.Parameter(nn.init.uniform_(empty(branchFeatures), -bound, bound));
        gamma = ModuleTensor.Buffer(full([], Scalars.Of(1 / (2 * spacing * spacing))));
        seed = Options.Interval == Interval.Random ? ModuleTensor.Buffer(randint(0, int.MaxValue, [1], ScalarType.Int64)) : null;
    }

    /// <summary>ρ, the compression rate.</summary>
    public CompressionRate Rate { get; }

    /// <summary>W, the number of inputs that make a point.</summary>
    public int WindowSize { get; }

    /// <summary>What the paper leaves open.</summary>
    public CompressionOptions Options { get; }

    /// <summary>
    /// Whether time is counted in whole <see cref="Ticks"/>, with the gradient of the unrounded intervals. Sums are then exact in any
    /// order, and so are the decisions based on them. When false, times are float64.
    /// </summary>
    public bool IntegerTicks { get; set; }

    private protected PointPlacement Placement => Options.PointPlacement;

    private protected long Features { get; }

    private protected long BranchFeatures { get; }

    private protected int Gaussians { get; }

    private protected bool Learns => Options.Interval == Interval.Learned;

    /// <summary>Settings of the fused kernels; the parameters must be float32 on the CPU.</summary>
    private protected CompressionForm Form => new(Rate, WindowSize, IsCausal, IntegerTicks, Placement.Offset(), Learns ? null : Fixed());

    private protected CompressionParameters Parameters => new(w_delta, b, mu, gamma, A_c, a_c);

    /// <summary>Compresses a padded batch.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>; finite also at padded positions.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>The resampled batch, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public sealed override CompressedSequence forward(Tensor u, Tensor? lengths)
    {
        Check(u, lengths);
        using var scope = NewDisposeScope();
        return FusedKernels.Fit(u, w_delta, b, mu, gamma, A_c, a_c) ? Fused(u, lengths) : Plain(u, lengths);
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) => parameterName switch
    {
        nameof(w_delta) => new OptimizerHint(Options.DeltaLearningRate, WeightDecay: null),
        nameof(b) => new OptimizerHint(Options.DeltaLearningRate, WeightDecay: 0),
        nameof(A_c) => default,
        _ => new OptimizerHint(LearningRate: null, WeightDecay: 0),
    };

    /// <summary>
    /// Equation (13), float64, for inputs <c>[batch, length, features]</c>. Products are taken in the inputs' type and summed in float64:
    /// the order of summation, which differs between sequences, steps and machines, then changes an interval by a relative 1e-16 only.
    /// </summary>
    /// <param name="u">Inputs.</param>
    /// <param name="before">Inputs of each sequence before these, int64 <c>[batch]</c>; null: none.</param>
    private protected Tensor Intervals(Tensor u, Tensor? before)
    {
        if (w_delta is not null)
        {
            return u.mul(w_delta).sum([-1], type: ScalarType.Float64).Plus(b).sigmoid().mul(Scalars.Of(Rate.Value));
        }

        var positions = TensorRange.Of(u.shape[1], ScalarType.Int64, u.device).unsqueeze(0);
        positions = before is null ? positions : positions.Plus(before.unsqueeze(1));
        return FixedIntervalTensors.Of(Rate, b, seed, positions).expand(u.shape[0], u.shape[1]);
    }

    private CompressedSequence Fused(Tensor u, Tensor? lengths)
    {
        var (points, decisions) = CompressionFunction.Apply(u, lengths, Parameters, Form);
        var clock = points.requires_grad && Learns
            ? new ResamplingClock(decisions.Times, decisions.Intervals, u, Differentiable)
            : new ResamplingClock(decisions.Times, decisions.Intervals);
        return Owned(new Resampled(points, decisions.Counts, decisions.Starts, decisions.ReadBack), clock, lengths);

        (Tensor Times, Tensor Intervals) Differentiable(Tensor inputs)
        {
            var intervals = SequenceMask.Apply(Intervals(inputs, before: null), lengths);
            return (
                StraightThrough(decisions.Times, intervals.cumsum(1, ScalarType.Float64)),
                StraightThrough(decisions.Intervals, intervals.to(inputs.dtype)));
        }
    }

    private CompressedSequence Plain(Tensor u, Tensor? lengths)
    {
        var intervals = SequenceMask.Apply(Intervals(u, before: null), lengths);
        var times = intervals.cumsum(1, ScalarType.Float64);
        var decisionTimes = times.detach();
        if (IntegerTicks)
        {
            var ticks = TickIntervals(intervals, lengths);
            decisionTimes = ticks.cumsum(1);
            intervals = StraightThrough(TickTensors.ToTime(ticks, intervals.dtype), intervals);
            times = StraightThrough(TickTensors.ToTime(decisionTimes, ScalarType.Float64), times);
        }

        return Owned(Resample(u, lengths, times, decisionTimes), new ResamplingClock(times, intervals.to(u.dtype)), lengths);
    }

    private CompressedSequence Owned(Resampled resampled, ResamplingClock clock, Tensor? lengths) => new(
        resampled.Features.MoveToOuterDisposeScope(),
        resampled.Counts.MoveToOuterDisposeScope(),
        resampled.WindowStarts.MoveToOuterDisposeScope(),
        clock.MoveToOuterDisposeScope(),
        resampled.ReadBack.MoveToOuterDisposeScope(),
        IsCausal,
        Options,
        WindowSize,
        lengths?.alias().MoveToOuterDisposeScope());

    /// <summary>Whether an input reads back the last point emitted; there may be none.</summary>
    private protected abstract bool IsCausal { get; }

    /// <summary>Chooses each point's window and the point that each input reads back, and computes the points.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <param name="times">t, float64 <c>[batch, length]</c>, with its gradient.</param>
    /// <param name="decisionTimes">The times that decisions compare: t without its gradient, or t in ticks.</param>
    private protected abstract Resampled Resample(Tensor u, Tensor? lengths, Tensor times, Tensor decisionTimes);

    private protected void Check(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(GetType().Name, u, lengths, Features, half: true);
        CheckType(u);
    }

    private protected void CheckType(Tensor u)
    {
        if (u.dtype != A_c.dtype)
        {
            throw new ArgumentException(
                $"{GetType().Name} has parameters of {A_c.dtype} and cannot read {u.dtype}; convert one of them.", nameof(u));
        }
    }

    /// <summary>Intervals in ticks, zero at padding.</summary>
    private protected Tensor TickIntervals(Tensor intervals, Tensor? lengths) =>
        SequenceMask.Apply(TickTensors.Of(intervals.detach(), Rate), lengths);

    /// <summary>
    /// Number of points to store: on the CPU the largest count in the batch, elsewhere the largest possible one, because reading the counts
    /// would wait for all queued work.
    /// </summary>
    private protected long Storage(Tensor counts, long length) =>
        counts.device_type == DeviceType.CPU ? long.Max(1, counts.max().item<long>()) : Rate.MostPoints(length);

    /// <summary>Equation (12), the points of given windows, zero beyond a sequence's count.</summary>
    /// <param name="u">Inputs, <c>[batch, n, features]</c>.</param>
    /// <param name="times">Their times, float64 <c>[batch, n]</c>, on a clock where the first point is the first of the sequence.</param>
    /// <param name="windows">Indices of inputs, int64 <c>[batch, points, window]</c>, in 0 … n − 1.</param>
    /// <param name="maskedInputs">Window positions whose input counts as zero; null if there are none, or if those inputs are zero.</param>
    /// <param name="maskedTimes">Window positions whose time differences contribute nothing; null if there are none.</param>
    /// <param name="counts">K, int64 <c>[batch]</c>.</param>
    /// <returns><c>[batch, points, branch features]</c>.</returns>
    private protected Tensor Points(Tensor u, Tensor times, Tensor windows, Tensor? maskedInputs, Tensor? maskedTimes, Tensor counts)
    {
        var (batch, points) = (windows.shape[0], windows.shape[1]);
        var windowWeight = A_c.view(BranchFeatures, WindowSize, Features + Gaussians);
        var featureWeight = windowWeight.narrow(2, 0, Features).reshape(BranchFeatures, -1);
        var basisWeight = windowWeight.narrow(2, Features, Gaussians).reshape(BranchFeatures, -1);
        var pointTimes = TensorRange.Of(1, points + 1, ScalarType.Float64, times.device).sub(Scalars.Of(Placement.Offset())).unsqueeze(1);
        var windowTimes = times.gather(1, windows.view(batch, -1)).view(windows.shape);
        var basis = TimeBasis(windowTimes.sub(pointTimes), maskedTimes);
        var projected = WindowProjection.Apply(u.contiguous(), windows, maskedInputs, featureWeight)
            .Plus(nn.functional.linear(basis.view(-1, basisWeight.shape[1]), basisWeight, a_c));
        var beyond = SequenceMask.Of(counts, points).logical_not().unsqueeze(2);
        return projected.view(batch, points, BranchFeatures).masked_fill(beyond, Scalars.Zero);
    }

    /// <summary>Equation (12b): φ_e(d) = exp(−γ (d − mu_e)²).</summary>
    /// <param name="distances">d, the time of an input less that of its point, of any shape.</param>
    /// <param name="masked">True where the result is zero, bool of the same shape; null: nowhere.</param>
    /// <returns>The shape and the Gaussians, in the parameters' type.</returns>
    private protected Tensor TimeBasis(Tensor distances, Tensor? masked)
    {
        var basis = distances.to(mu.dtype).unsqueeze(-1).sub(mu).Squared().mul(gamma.neg()).exp();
        return masked is null ? basis : basis.masked_fill(masked.unsqueeze(-1), Scalars.Zero);
    }

    private unsafe FixedIntervals Fixed() =>
        FixedIntervals.Around(Rate, *TensorMemory.Floats(b), seed is null ? null : *TensorMemory.Longs(seed));

    private static CompressionOptions Checked(CompressionOptions options)
    {
        if (!double.IsFinite(options.DeltaBias))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.DeltaBias, $"{nameof(options.DeltaBias)} must be finite, such as 1.");
        }

        if (options.DeltaLearningRate is { } rate && !(rate > 0 && double.IsFinite(rate)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), rate, $"{nameof(options.DeltaLearningRate)} must be above 0, such as 0.001, or null: as the others.");
        }

        return options;
    }

    /// <summary>A value with the gradient of another tensor; exactly that value, because x − x is 0.</summary>
    private static Tensor StraightThrough(Tensor value, Tensor gradient) => gradient.sub(gradient.detach()).Plus(value);

    /// <summary>A resampled batch.</summary>
    /// <param name="Features">u′, the points, <c>[batch, points, branch features]</c>.</param>
    /// <param name="Counts">K, the number of points of each sequence, int64 <c>[batch]</c>.</param>
    /// <param name="WindowStarts">The first input of each point's window.</param>
    /// <param name="ReadBack">The point that each input reads back; −1: none yet.</param>
    private protected readonly record struct Resampled(Tensor Features, Tensor Counts, Tensor WindowStarts, Tensor ReadBack);
}
