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
/// The Mamba block (S6): a gated selective state-space layer whose step sizes and input and output weights depend on the input
/// (arXiv 2312.00752; docs/models/mamba.md). Parameters carry the names of the official code, whose checkpoints fit. Always causal.
/// </summary>
/// <remarks>
/// The state of a sequence consists of the last <c>convWidth</c> inputs of the convolution (<c>conv</c>) and the states of the scan
/// (<c>ssm</c>), both as in the official code.
/// </remarks>
[LayerParameter("A_log", MambaShape.Inner, "StateSize")]
[LayerParameter("D", MambaShape.Inner)]
[LayerParameter("in_proj.weight", "2 * " + MambaShape.Inner, "Features")]
[LayerParameter("in_proj.bias", "Bias ? 2 * " + MambaShape.Inner + " : 0")]
[LayerParameter("conv1d.weight", MambaShape.Inner, "1", "ConvWidth")]
[LayerParameter("conv1d.bias", "ConvBias ? " + MambaShape.Inner + " : 0")]
[LayerParameter("x_proj.weight", MambaShape.Rank + " + 2 * StateSize", MambaShape.Inner)]
[LayerParameter("dt_proj.weight", MambaShape.Inner, MambaShape.Rank)]
[LayerParameter("dt_proj.bias", MambaShape.Inner)]
[LayerParameter("out_proj.weight", "Features", MambaShape.Inner)]
[LayerParameter("out_proj.bias", "Bias ? Features : 0")]
[LayerState("conv", MambaShape.Inner, "ConvWidth")]
[LayerState("ssm", MambaShape.Inner, "StateSize")]
[LayerCost("Length * (" + MambaShape.Flops + ")", StepFlops = MambaShape.Flops, KeptBytes = MambaShape.Kept)]
public sealed partial class Mamba : FusedStepLayer, IOptimizerHints
{
    private readonly Linear in_proj;
    private readonly DepthwiseConvolution conv1d;
    private readonly Linear x_proj;
    private readonly Linear dt_proj;
    private readonly Parameter A_log;
    private readonly Parameter D;
    private readonly Linear out_proj;
    private readonly long _features;
    private readonly long _inner;
    private readonly long _stateSize;
    private readonly long _convWidth;
    private readonly long _rank;

    /// <summary>Initialises everything as the official code does: A = −(n+1), D = 1, softplus(Δ's bias) log-uniform.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="stateSize">N: states per channel.</param>
    /// <param name="expand">Channels per feature.</param>
    /// <param name="convWidth">Number of inputs that an output of the convolution depends on.</param>
    /// <param name="dtRank">R: rank of Δ's projection; 0: features / 16, rounded up.</param>
    /// <param name="minDelta">Smallest initial step Δ, above 0; steps are drawn log-uniformly.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    /// <param name="deltaFloor">Initial steps below this are raised to it.</param>
    /// <param name="deltaInitialisation">How the weights of Δ's second projection, from its rank to the channels, are initialised.</param>
    /// <param name="deltaScale">Factor on those weights.</param>
    /// <param name="convBias">Whether the convolution has biases.</param>
    /// <param name="bias">Whether the projections into and out of the block have biases.</param>
    /// <param name="residualLayers">The weights of the last projection are divided by the square root of this at the start, 1 or
    /// more.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two options contradict each other.</exception>
    public Mamba(
        int features,
        int stateSize,
        int expand,
        int convWidth,
        int dtRank,
        double minDelta,
        double maxDelta,
        double deltaFloor,
        DeltaInitialisation deltaInitialisation,
        double deltaScale,
        bool convBias,
        bool bias,
        int residualLayers)
        : base(nameof(Mamba), features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stateSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(expand, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(dtRank);
        ArgumentOutOfRangeException.ThrowIfLessThan(residualLayers, 1);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        (_features, _inner, _stateSize, _convWidth) = (features, (long)expand * features, stateSize, convWidth);
        _rank = dtRank > 0 ? dtRank : (features + 15) / 16;
        in_proj = nn.Linear(features, 2 * _inner, bias);
        conv1d = new DepthwiseConvolution(_inner, convWidth, convBias);
        x_proj = nn.Linear(_inner, _rank + (2 * stateSize), hasBias: false);
        dt_proj = nn.Linear(_rank, _inner);
        A_log = ModuleTensor.Parameter(TensorRange.Of(1, stateSize + 1, get_default_dtype()).log().repeat(_inner, 1));
        D = ModuleTensor.Parameter(ones(_inner));
        out_proj = nn.Linear(_inner, features, bias);
        var bound = deltaScale / Math.Sqrt(_rank);
        dt_proj.weight.copy_(deltaInitialisation == DeltaInitialisation.Constant
            ? full(dt_proj.weight.shape, Scalars.Of(bound))
            : (rand(dt_proj.weight.shape) * Scalars.Of(2 * bound)) - Scalars.Of(bound));
        dt_proj.bias!.copy_(DeltaBias.Draw(_inner, minDelta, maxDelta, deltaFloor));
        out_proj.weight.div_(Scalars.Of(Math.Sqrt(residualLayers)));
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(Mamba), u, lengths, _features, half: true);
        using var scope = NewDisposeScope();
        var (x, z) = Split(SequenceMask.Apply(u, lengths));
        return out_proj.call(SelectiveScan.Output(Selected(conv1d.Activated(x, null), z))).MoveToOuterDisposeScope();
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
                ("conv", zeros([batch, _inner, _convWidth], A_log.dtype, A_log.device)),
                ("ssm", zeros([batch, _inner, _stateSize], A_log.dtype, A_log.device)),
            ]).Differentiable();
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.Check(nameof(Mamba), u, lengths, _features, half: true);
        SequenceShape.CheckPiece(nameof(Mamba), u, lengths);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var (x, z) = Split(SequenceMask.Apply(u, lengths));
        var (y, last) = SelectiveScan.Apply(Selected(conv1d.Activated(x, state[0]), z) with { Initial = state[1], Lengths = lengths });
        state.Replace(0, CausalConvolution.NextState(x, lengths, state[0]));
        state.Replace(1, last);
        return out_proj.call(ReadResults.Tie(y, last)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) =>
        parameterName is nameof(A_log) or nameof(D) ? new OptimizerHint(null, 0) : default;

    private protected override bool ComputesHalf => true;

    private protected override void CheckState(StreamState state, long batch)
    {
        state.CheckLayer(nameof(Mamba), batch, "conv", "ssm");
        state.CheckConstants(nameof(Mamba), 1);
        state.CheckTensor(nameof(Mamba), 0, _inner, _convWidth);
        state.CheckTensor(nameof(Mamba), 1, _inner, _stateSize);
    }

    private protected override bool StepKernelFits(Tensor u, StreamState state) => FusedKernels.Fit(u, A_log);

    private protected override unsafe void RunStepKernel(Tensor u, StreamState state, Tensor output)
    {
        var kernel = new MambaStepKernel
        {
            Batch = (int)state.Batch,
            Features = (int)_features,
            Inner = (int)_inner,
            StateSize = (int)_stateSize,
            Taps = (int)_convWidth,
            Rank = (int)_rank,
            Inputs = TensorMemory.Floats(u),
            InWeight = TensorMemory.Floats(in_proj.weight),
            InBias = TensorMemory.FloatsOrNull(in_proj.bias),
            Convolution = TensorMemory.Floats(conv1d.Taps),
            ConvolutionBias = TensorMemory.FloatsOrNull(conv1d.Bias),
            Selection = TensorMemory.Floats(x_proj.weight),
            DeltaWeight = TensorMemory.Floats(dt_proj.weight),
            DeltaBias = TensorMemory.Floats(dt_proj.bias!),
            A = TensorMemory.Floats(state.Constants[0]),
            Skip = TensorMemory.Floats(D),
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
        var (input, z) = Split(u);
        var (convolved, inputs) = conv1d.Step(input, state[0]);
        var x = nn.functional.silu(convolved);
        var (y, next) = SelectiveScan.Step(Selected(x, z) with { Initial = state[1] });
        state.Replace(0, inputs);
        state.Replace(1, next);
        return out_proj.call(y);
    }

    private (Tensor X, Tensor Z) Split(Tensor u)
    {
        var both = in_proj.call(u).chunk(2, -1);
        return (both[0], both[1]);
    }

    // The inputs of the scan: Δ, B and C are linear functions of x.
    private SelectiveScanInputs Selected(Tensor x, Tensor z)
    {
        var selected = x_proj.call(x).split([_rank, _stateSize, _stateSize], -1);
        return new SelectiveScanInputs
        {
            U = x,
            Delta = nn.functional.linear(selected[0], dt_proj.weight),
            A = -A_log.exp(),
            B = selected[1],
            C = selected[2],
            DeltaBias = dt_proj.bias,
            Softplus = true,
            D = D,
            Z = z,
        };
    }
}
