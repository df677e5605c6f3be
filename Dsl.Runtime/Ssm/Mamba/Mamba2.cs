using SerpentDsl.Autograd;
using SerpentDsl.Functions;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The Mamba-2 block: heads with one decay each, scanned in chunks by matrix products (arXiv 2405.21060; docs/models/mamba.md).
/// Parameters carry the names of the official code, whose checkpoints fit. Always causal.
/// </summary>
/// <remarks>
/// The state of a sequence consists of the last <c>convWidth</c> inputs of the convolution (<c>conv</c>) and the states of the heads
/// (<c>ssm</c>), both as in the official code.
/// </remarks>
[LayerParameter("dt_bias", Mamba2Shape.Heads)]
[LayerParameter("A_log", Mamba2Shape.Heads)]
[LayerParameter("D", Mamba2Shape.Skips)]
[LayerParameter("in_proj.weight", Mamba2Shape.Projected, "Features")]
[LayerParameter("in_proj.bias", "Bias ? " + Mamba2Shape.Projected + " : 0")]
[LayerParameter("conv1d.weight", Mamba2Shape.Convolved, "1", "ConvWidth")]
[LayerParameter("conv1d.bias", "ConvBias ? " + Mamba2Shape.Convolved + " : 0")]
[LayerParameter("norm.weight", "GatedNorm ? " + Mamba2Shape.Scanned + " : 0")]
[LayerParameter("out_proj.weight", "Features", Mamba2Shape.Inner)]
[LayerParameter("out_proj.bias", "Bias ? Features : 0")]
[LayerState("conv", Mamba2Shape.Convolved, "ConvWidth")]
[LayerState("ssm", Mamba2Shape.Heads, "HeadSize", "StateSize")]
[LayerCost("Length * (" + Mamba2Shape.Flops + ")", StepFlops = Mamba2Shape.StepFlops, KeptBytes = Mamba2Shape.Kept)]
public sealed partial class Mamba2 : FusedStepLayer, IOptimizerHints
{
    private readonly Linear in_proj;
    private readonly DepthwiseConvolution conv1d;
    private readonly Parameter dt_bias;
    private readonly Parameter A_log;
    private readonly Parameter D;
    private readonly GatedRmsNorm? norm;
    private readonly Linear out_proj;
    private readonly long _features;
    private readonly long _inner;
    private readonly long _scanned;
    private readonly long _heads;
    private readonly long _headSize;
    private readonly long _groups;
    private readonly long _stateSize;
    private readonly long _convWidth;
    private readonly long _chunkLength;
    private readonly (double Least, double Greatest) _deltaLimits;

    /// <summary>Initialises everything as the official code does: −A uniform in its range, D = 1, softplus(Δ's bias) log-uniform.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="stateSize">N: states per channel.</param>
    /// <param name="expand">Channels per feature.</param>
    /// <param name="headSize">P: channels that share a decay.</param>
    /// <param name="groups">G: number of sets of B and C; a divisor of the number of heads.</param>
    /// <param name="convWidth">Number of inputs that an output of the convolution depends on.</param>
    /// <param name="ssmFeatures">Number of channels that are scanned; the others form a gated linear unit. 0: all.</param>
    /// <param name="minA">Smallest initial −A, above 0; drawn uniformly.</param>
    /// <param name="maxA">Largest initial −A.</param>
    /// <param name="minDelta">Smallest initial step Δ, above 0; steps are drawn log-uniformly.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    /// <param name="deltaFloor">Initial steps below this are raised to it.</param>
    /// <param name="leastDelta">Lower limit of the steps Δ, 0 or more.</param>
    /// <param name="greatestDelta">Upper limit of the steps Δ; infinity: none.</param>
    /// <param name="skipPerChannel">Whether every channel has its own skip weight; else every head has one.</param>
    /// <param name="gatedNorm">Whether a norm with a gate follows the scan; else a gate only.</param>
    /// <param name="normBeforeGate">Whether that norm comes before the gate.</param>
    /// <param name="convRange">The convolution's taps are drawn from [−range, range]; 0: torch's default.</param>
    /// <param name="convBias">Whether the convolution has biases.</param>
    /// <param name="bias">Whether the projections into and out of the block have biases.</param>
    /// <param name="chunkLength">Number of positions that are scanned by one matrix product; affects speed only.</param>
    /// <param name="residualLayers">The weights of the last projection are divided by the square root of this at the start, 1 or
    /// more.</param>
    /// <param name="normPerGroup">Whether the gated norm normalises every group by itself; else all scanned channels at once.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two options contradict each other.</exception>
    public Mamba2(
        int features,
        int stateSize,
        int expand,
        int headSize,
        int groups,
        int convWidth,
        int ssmFeatures,
        double minA,
        double maxA,
        double minDelta,
        double maxDelta,
        double deltaFloor,
        double leastDelta,
        double greatestDelta,
        bool skipPerChannel,
        bool gatedNorm,
        bool normBeforeGate,
        double convRange,
        bool convBias,
        bool bias,
        int chunkLength,
        int residualLayers,
        bool normPerGroup)
        : base(nameof(Mamba2), features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stateSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(expand, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(headSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkLength, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ssmFeatures);
        ArgumentOutOfRangeException.ThrowIfLessThan(residualLayers, 1);
        (_features, _inner, _headSize, _groups, _stateSize) = (features, (long)expand * features, headSize, groups, stateSize);
        _scanned = ssmFeatures > 0 ? ssmFeatures : _inner;
        if (_scanned > _inner || _scanned % headSize != 0 || _scanned / headSize % groups != 0)
        {
            throw new ArgumentException(
                $"{_scanned} scanned of {_inner} channels, heads of {headSize} and {groups} groups do not fit: heads divide the scanned "
                    + "channels, groups divide the heads.",
                nameof(headSize));
        }

        if (!(minA > 0) || !(minA <= maxA) || !double.IsFinite(maxA))
        {
            throw new ArgumentException($"−A starts in [{minA}, {maxA}]; 0 < minA ≤ maxA is needed.", nameof(minA));
        }

        if (!(leastDelta >= 0) || !(leastDelta <= greatestDelta))
        {
            throw new ArgumentException(
                $"Δ is kept in [{leastDelta}, {greatestDelta}]; 0 ≤ leastDelta ≤ greatestDelta is needed.", nameof(leastDelta));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        (_heads, _convWidth, _chunkLength, _deltaLimits) = (_scanned / headSize, convWidth, chunkLength, (leastDelta, greatestDelta));
        in_proj = nn.Linear(features, (2 * _inner) + (2L * groups * stateSize) + _heads, bias);
        conv1d = new DepthwiseConvolution(_scanned + (2L * groups * stateSize), convWidth, convBias, convRange);
        dt_bias = ModuleTensor.Parameter(DeltaBias.Draw(_heads, minDelta, maxDelta, deltaFloor));
        A_log = ModuleTensor.Parameter((rand(_heads) * Scalars.Of(maxA - minA)).Plus(minA).log());
        D = ModuleTensor.Parameter(ones(skipPerChannel ? _scanned : _heads));
        norm = gatedNorm ? new GatedRmsNorm(_scanned, normPerGroup ? groups : 1, normBeforeGate) : null;
        out_proj = nn.Linear(_inner, features, bias);
        out_proj.weight.div_(Scalars.Of(Math.Sqrt(residualLayers)));
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(Mamba2), u, lengths, _features, half: true);
        using var scope = NewDisposeScope();
        var parts = Split(SequenceMask.Apply(u, lengths));
        return Finish(
            parts, StateSpaceDual.Output(Selected(parts, conv1d.Activated(parts.Convolved, null)), _chunkLength)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        using var noGradient = no_grad();
        using var decay = A_log.exp();
        return StreamState.Of(
            constants: [decay.neg()],
            children: [],
            [
                ("conv", zeros([batch, _scanned + (2 * _groups * _stateSize), _convWidth], A_log.dtype, A_log.device)),
                ("ssm", zeros([batch, _heads, _headSize, _stateSize], A_log.dtype, A_log.device)),
            ]).Differentiable();
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.Check(nameof(Mamba2), u, lengths, _features, half: true);
        SequenceShape.CheckPiece(nameof(Mamba2), u, lengths);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var parts = Split(SequenceMask.Apply(u, lengths));
        var selected = Selected(parts, conv1d.Activated(parts.Convolved, state[0])) with { Initial = state[1], Lengths = lengths };
        var (y, last) = StateSpaceDual.Apply(selected, _chunkLength);
        state.Replace(0, CausalConvolution.NextState(parts.Convolved, lengths, state[0]));
        state.Replace(1, last);
        return Finish(parts, ReadResults.Tie(y, last)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) =>
        parameterName is nameof(A_log) or nameof(D) or nameof(dt_bias) ? new OptimizerHint(null, 0) : default;

    private protected override bool ComputesHalf => true;

    private protected override void CheckState(StreamState state, long batch)
    {
        state.CheckLayer(nameof(Mamba2), batch, "conv", "ssm");
        state.CheckConstants(nameof(Mamba2), 1);
        state.CheckTensor(nameof(Mamba2), 0, _scanned + (2 * _groups * _stateSize), _convWidth);
        state.CheckTensor(nameof(Mamba2), 1, _heads, _headSize, _stateSize);
    }

    private protected override bool StepKernelFits(Tensor u, StreamState state) => FusedKernels.Fit(u, A_log);

    private protected override unsafe void RunStepKernel(Tensor u, StreamState state, Tensor output)
    {
        var kernel = new Mamba2StepKernel
        {
            Batch = (int)state.Batch,
            Features = (int)_features,
            Inner = (int)_inner,
            Heads = (int)_heads,
            HeadSize = (int)_headSize,
            Groups = (int)_groups,
            StateSize = (int)_stateSize,
            Taps = (int)_convWidth,
            Inputs = TensorMemory.Floats(u),
            InWeight = TensorMemory.Floats(in_proj.weight),
            InBias = TensorMemory.FloatsOrNull(in_proj.bias),
            Convolution = TensorMemory.Floats(conv1d.Taps),
            ConvolutionBias = TensorMemory.FloatsOrNull(conv1d.Bias),
            DeltaBias = TensorMemory.Floats(dt_bias),
            LeastDelta = (float)_deltaLimits.Least,
            GreatestDelta = (float)_deltaLimits.Greatest,
            A = TensorMemory.Floats(state.Constants[0]),
            Skip = TensorMemory.Floats(D),
            SkipPerChannel = D.size(0) != _heads,
            Norm = TensorMemory.FloatsOrNull(norm?.Weight),
            NormGroups = (int)(norm?.Groups ?? 1),
            NormFirst = norm?.NormFirst ?? false,
            Epsilon = GatedRmsNorm.Epsilon,
            OutWeight = TensorMemory.Floats(out_proj.weight),
            OutBias = TensorMemory.FloatsOrNull(out_proj.bias),
            Past = TensorMemory.Floats(state.InPlace(0)),
            States = TensorMemory.Floats(state.InPlace(1)),
            Outputs = TensorMemory.Floats(output),
        };
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive(u);
    }

    private protected override Tensor ReferenceStep(Tensor u, StreamState state)
    {
        var parts = Split(u);
        var (convolved, inputs) = conv1d.Step(parts.Convolved, state[0]);
        var (y, next) = StateSpaceDual.Step(Selected(parts, nn.functional.silu(convolved)) with { Initial = state[1] });
        state.Replace(0, inputs);
        state.Replace(1, next);
        return Finish(parts, y);
    }

    // The parts of the first projection, in the official order.
    private Parts Split(Tensor u)
    {
        var linear = _inner - _scanned;
        var parts = in_proj.call(u).split([linear, linear, _scanned, _scanned + (2 * _groups * _stateSize), _heads], -1);
        return new Parts(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    private StateSpaceDualInputs Selected(Parts parts, Tensor active)
    {
        var selected = active.split([_scanned, _groups * _stateSize, _groups * _stateSize], -1);
        return new StateSpaceDualInputs
        {
            X = selected[0].unflatten(selected[0].dim() - 1, _heads, _headSize),
            Delta = parts.Delta,
            A = -A_log.exp(),
            B = selected[1].unflatten(selected[1].dim() - 1, _groups, _stateSize),
            C = selected[2].unflatten(selected[2].dim() - 1, _groups, _stateSize),
            DeltaBias = dt_bias,
            DeltaLimits = _deltaLimits,
            D = D.shape[0] == _heads ? D : D.view(_heads, _headSize),
            Z = norm is null ? parts.Gate.unflatten(parts.Gate.dim() - 1, _heads, _headSize) : null,
        };
    }

    // Applies the norm, adds the channels that are not scanned, and projects; y is [..., heads, head size].
    private Tensor Finish(Parts parts, Tensor y)
    {
        var flat = y.flatten(-2);
        var normed = norm is null ? flat : norm.Apply(flat, parts.Gate);
        return out_proj.call(_scanned == _inner ? normed : cat([nn.functional.silu(parts.LinearGate) * parts.Linear, normed], -1));
    }

    /// <summary>The parts of the first projection.</summary>
    private readonly record struct Parts(Tensor LinearGate, Tensor Linear, Tensor Gate, Tensor Convolved, Tensor Delta);
}
