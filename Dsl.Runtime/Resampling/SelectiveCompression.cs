using SerpentDsl.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// SeRpEnt's selective compression (arXiv 2501.11729, equations 9 to 13), bidirectional: every input takes a learned interval of time,
/// Δ = ρ·σ(w_delta·u + b); resampled points stand at the times 1, 2, 3, … of their cumulative sum; each is a linear map of the W inputs
/// nearest to it in time and of their time differences, expanded in E Gaussians.
/// </summary>
/// <remarks>
/// <para>
/// Which inputs a point reads, the number of points and the way back are constants to the gradient: Δ learns through the Gaussians alone.
/// </para>
/// <para>
/// Free choices of the initialisation, which the paper leaves open: w_delta normal with deviation 0.02 and b = 0, so that intervals start nearly
/// uniform at ρ/2; mu uniform over ±max(1, ρW/2), the span of a window; gamma = 1/(2s²) with s the mean distance of the centres (range / E), a constant;
/// A_c and a_c as torch's linear layers.
/// </para>
/// <para>
/// Intervals are summed in float64: their number is small beside the features', and near 4096 neighbouring float32 times are
/// already 5e-4 apart. The head Δ is a product and a sum per position, not a matrix-vector product, whose rounding depends on where a row
/// stands in the matrix: padding could then move a window.
/// </para>
/// </remarks>
[LayerParameter("w_delta", "Features")]
[LayerParameter("b")]
[LayerParameter("mu", "TimeBasis")]
[LayerParameter("A_c", "BranchFeatures", "WindowSize * (Features + TimeBasis)")]
[LayerParameter("a_c", "BranchFeatures")]
[LayerBuffer("gamma")]
// The head Δ, the search, the Gaussians and the linear map; Points is the most resampled points.
[LayerCost("2 * Length * (Features + 1) + Points * (Log2(Length) + WindowSize * (4 * TimeBasis + 2 * (Features + TimeBasis) * BranchFeatures))")]
public sealed class SelectiveCompression : nn.Module<Tensor, Tensor?, CompressedSequence>, IOptimizerHints
{
    private readonly long _features;
    private readonly long _branchFeatures;
    private readonly CompressionRate _rate;
    private readonly int _windowSize;
    private readonly int _timeBasis;
    private readonly bool _integerTicks;
    private readonly Parameter w_delta;
    private readonly Parameter b;
    private readonly Parameter mu;
    private readonly Parameter A_c;
    private readonly Parameter a_c;
    private readonly Tensor gamma;

    /// <summary>Makes the layer with parameters drawn from torch's default generator.</summary>
    /// <param name="features">Width of the input, H.</param>
    /// <param name="branchFeatures">Width of the resampled points, h.</param>
    /// <param name="compressionRate">ρ, 0 &lt; ρ ≤ 1.</param>
    /// <param name="windowSize">W, inputs per point.</param>
    /// <param name="timeBasis">E, Gaussians per time difference.</param>
    /// <param name="integerTicks">Whether intervals are rounded to <see cref="Ticks"/>, with the gradient of the unrounded ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public SelectiveCompression(long features, long branchFeatures, double compressionRate, int windowSize, int timeBasis, bool integerTicks = false)
        : base(nameof(SelectiveCompression))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(branchFeatures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeBasis);
        _features = features;
        _branchFeatures = branchFeatures;
        _rate = new CompressionRate(compressionRate);
        _windowSize = windowSize;
        _timeBasis = timeBasis;
        _integerTicks = integerTicks;

        using var scope = NewDisposeScope();
        var span = double.Max(1, compressionRate * windowSize / 2);
        var spacing = 2 * span / timeBasis;
        var inputs = windowSize * (features + timeBasis);
        var bound = 1 / double.Sqrt(inputs);
        w_delta = ModuleTensor.Parameter(nn.init.normal_(empty(features), 0, 0.02));
        b = ModuleTensor.Parameter(zeros([]));
        mu = ModuleTensor.Parameter(nn.init.uniform_(empty(timeBasis), -span, span));
        A_c = ModuleTensor.Parameter(nn.init.uniform_(empty(branchFeatures, inputs), -bound, bound));
        a_c = ModuleTensor.Parameter(nn.init.uniform_(empty(branchFeatures), -bound, bound));
        gamma = ModuleTensor.Buffer(full([], 1 / (2 * spacing * spacing)));
        RegisterComponents();
    }

    /// <summary>Compresses a padded batch.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>; finite also at padded positions.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>The resampled batch, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public override CompressedSequence forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(SelectiveCompression), u, lengths, _features);
        if (u.dtype != A_c.dtype)
        {
            throw new ArgumentException($"{nameof(SelectiveCompression)} has parameters of {A_c.dtype} and cannot read {u.dtype}; convert one of them.", nameof(u));
        }

        using var scope = NewDisposeScope();
        var (intervals, times, decisionTimes) = Clock(u, lengths);
        var length = u.shape[1];
        var counts = ResamplingIndices.PointCounts(decisionTimes, lengths, _rate);
        var points = u.device_type == DeviceType.CPU ? counts.max().item<long>() : _rate.MostPoints(length);

        // What each point reads: [batch, points, window] input indices, and which of them do not exist in a sequence shorter than W.
        var offsets = arange(_windowSize, ScalarType.Int64, u.device);
        var indices = ResamplingIndices.WindowStarts(decisionTimes, lengths, points, _windowSize).unsqueeze(2).add(offsets);
        Tensor? masked = null;
        if (SomeWindowIsCut(length, lengths))
        {
            masked = lengths is null ? indices.ge(length) : indices.ge(lengths.view(-1, 1, 1));
            indices = indices.clamp_max(length - 1);
        }

        var windowWeight = A_c.view(_branchFeatures, _windowSize, _features + _timeBasis);
        var featureWeight = windowWeight.narrow(2, 0, _features).reshape(_branchFeatures, -1);
        var basisWeight = windowWeight.narrow(2, _features, _timeBasis).reshape(_branchFeatures, -1);
        var basis = TimeBasis(times, indices, masked, points).to(u.dtype);
        var projected = WindowProjection.Apply(u.contiguous(), indices, masked, featureWeight)
            .add(nn.functional.linear(basis.view(-1, basisWeight.shape[1]), basisWeight, a_c));
        var beyond = SequenceMask.Of(counts, points).logical_not().unsqueeze(2);
        var features = projected.view(u.shape[0], points, _branchFeatures).masked_fill(beyond, 0);

        return new CompressedSequence(
            features.MoveToOuterDisposeScope(),
            counts.MoveToOuterDisposeScope(),
            times.MoveToOuterDisposeScope(),
            intervals.MoveToOuterDisposeScope(),
            decisionTimes.MoveToOuterDisposeScope(),
            lengths?.alias().MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) =>
        parameterName is nameof(w_delta) or nameof(A_c) ? default : new OptimizerHint(LearningRate: null, WeightDecay: 0);

    /// <summary>Δ, t = cumsum(Δ) in float64, and the times that searches compare: t itself without its gradient, or ticks.</summary>
    private (Tensor Intervals, Tensor Times, Tensor DecisionTimes) Clock(Tensor u, Tensor? lengths)
    {
        var logits = u.mul(w_delta).sum(-1).add(b);
        var intervals = SequenceMask.Apply(logits.sigmoid().mul(_rate.Value), lengths);
        var times = intervals.cumsum(1, ScalarType.Float64);
        if (!_integerTicks)
        {
            return (intervals, times, times.detach());
        }

        var ticks = SequenceMask.Apply(Ticks.Of(intervals.detach(), _rate), lengths);
        var decisionTimes = ticks.cumsum(1);
        return (
            StraightThrough(Ticks.ToTime(ticks, intervals.dtype), intervals),
            StraightThrough(Ticks.ToTime(decisionTimes, ScalarType.Float64), times),
            decisionTimes);
    }

    /// <summary>A value with the gradient of another; exactly the value, because x − x is 0.</summary>
    private static Tensor StraightThrough(Tensor value, Tensor gradient) => gradient.sub(gradient.detach()).add(value);

    /// <summary>Equation (12b): φ_e(d) = exp(−γ (d − mu_e)²) of the time differences d = t_j − k, <c>[batch, points, window, basis]</c>.</summary>
    private Tensor TimeBasis(Tensor times, Tensor indices, Tensor? masked, long points)
    {
        var pointTimes = arange(1, points + 1, ScalarType.Float64, times.device).unsqueeze(1);
        var windowTimes = times.gather(1, indices.view(indices.shape[0], -1)).view(indices.shape);
        var distances = windowTimes.sub(pointTimes).to(mu.dtype).unsqueeze(3);
        var basis = distances.sub(mu).square().mul(gamma.neg()).exp();
        return masked is null ? basis : basis.masked_fill(masked.unsqueeze(3), 0);
    }

    private bool SomeWindowIsCut(long length, Tensor? lengths)
    {
        if (length < _windowSize || lengths is null)
        {
            return length < _windowSize;
        }

        // Asking costs a wait on a GPU, masking in vain does not.
        return lengths.device_type != DeviceType.CPU || lengths.min().item<long>() < _windowSize;
    }
}
