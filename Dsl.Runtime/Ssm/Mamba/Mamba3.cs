using SerpentDsl.Autograd;
using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The Mamba-3 block with one input and one output per head (arXiv 2603.15569): decays that depend on the input, a trapezoidal input term,
/// and B and C turned by angles that depend on the input (<see cref="RotatingScan"/>). Parameters carry the names of the official code.
/// Always causal.
/// </summary>
/// <remarks>
/// The state of a sequence is that of the official code: the angles (<c>angle</c>), the states of the heads (<c>ssm</c>), and the rotated
/// keys (<c>k</c>) and the values (<c>v</c>) of the last position.
/// </remarks>
[LayerParameter("dt_bias", Mamba3Shape.Heads)]
[LayerParameter("B_bias", Mamba3Shape.Heads, "1", "StateSize")]
[LayerParameter("C_bias", Mamba3Shape.Heads, "1", "StateSize")]
[LayerParameter("D", Mamba3Shape.Heads)]
[LayerParameter("in_proj.weight", Mamba3Shape.Projected, "Features")]
[LayerParameter("B_norm.weight", "StateSize")]
[LayerParameter("C_norm.weight", "StateSize")]
[LayerParameter("norm.weight", "OutputNorm ? " + Mamba3Shape.Inner + " : 0")]
[LayerParameter("out_proj.weight", "Features", Mamba3Shape.Inner)]
[LayerState("angle", Mamba3Shape.Heads, Mamba3Shape.Angles)]
[LayerState("ssm", Mamba3Shape.Heads, "HeadSize", "StateSize")]
[LayerState("k", Mamba3Shape.Heads, "StateSize")]
[LayerState("v", Mamba3Shape.Heads, "HeadSize")]
[LayerCost("Length * (" + Mamba3Shape.StepFlops + ")", StepFlops = Mamba3Shape.StepFlops, KeptBytes = Mamba3Shape.Kept)]
public sealed class Mamba3 : StreamingLayer, IOptimizerHints
{
    private readonly Parameter dt_bias;
    private readonly Parameter B_bias;
    private readonly Parameter C_bias;
    private readonly Parameter D;
    private readonly Linear in_proj;
    private readonly HeadRmsNorm B_norm;
    private readonly HeadRmsNorm C_norm;
    private readonly GatedRmsNorm? norm;
    private readonly Linear out_proj;
    private readonly long _features;
    private readonly long _inner;
    private readonly long _heads;
    private readonly long _headSize;
    private readonly long _groups;
    private readonly long _stateSize;
    private readonly long _angles;
    private readonly double _leastDecay;

    /// <summary>Initialises everything as the official code does: biases of B and C and D one, softplus(Δ's bias) log-uniform.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="stateSize">N: states per channel.</param>
    /// <param name="expand">Channels per feature.</param>
    /// <param name="headSize">P: channels of a head; divides the channels.</param>
    /// <param name="groups">G: number of sets of B and C; a divisor of the number of heads.</param>
    /// <param name="fullRotation">Whether all numbers of the state are turned; else half of them are.</param>
    /// <param name="leastDecay">The least −A, above 0.</param>
    /// <param name="minDelta">Smallest initial step Δ, above 0; steps are drawn log-uniformly.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    /// <param name="deltaFloor">Initial steps below this are raised to it.</param>
    /// <param name="outputNorm">Whether a norm per head comes before the gate.</param>
    /// <param name="residualLayers">The weights of the last projection are divided by the square root of this at the start, 1 or
    /// more.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two options contradict each other.</exception>
    public Mamba3(
        int features,
        int stateSize,
        int expand,
        int headSize,
        int groups,
        bool fullRotation,
        double leastDecay,
        double minDelta,
        double maxDelta,
        double deltaFloor,
        bool outputNorm,
        int residualLayers)
        : base(nameof(Mamba3))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(expand, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(headSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(residualLayers, 1);
        (_features, _inner, _headSize, _groups, _stateSize) = (features, (long)expand * features, headSize, groups, stateSize);
        (_heads, _leastDecay) = (_inner / headSize, leastDecay);
        _angles = fullRotation ? stateSize / 2 : stateSize / 2 / 2;
        if (_inner % headSize != 0 || _heads % groups != 0)
        {
            throw new ArgumentException(
                $"{_inner} channels, heads of {headSize} and {groups} groups do not fit: heads divide the channels, groups the heads.",
                nameof(headSize));
        }

        if (_angles < 1 || !(leastDecay > 0))
        {
            throw new ArgumentException(
                $"{stateSize} states give {_angles} angles, and the least −A is {leastDecay}; an angle and a decay above 0 are needed.",
                nameof(stateSize));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        dt_bias = ModuleTensor.Parameter(DeltaBias.Draw(_heads, minDelta, maxDelta, deltaFloor));
        B_bias = ModuleTensor.Parameter(ones(_heads, 1, stateSize));
        C_bias = ModuleTensor.Parameter(ones(_heads, 1, stateSize));
        D = ModuleTensor.Parameter(ones(_heads));
        in_proj = nn.Linear(features, (2 * _inner) + (2 * _groups * stateSize) + (3 * _heads) + _angles, hasBias: false);
        B_norm = new HeadRmsNorm(stateSize);
        C_norm = new HeadRmsNorm(stateSize);
        norm = outputNorm ? new GatedRmsNorm(_inner, _heads, normFirst: true) : null;
        out_proj = nn.Linear(_inner, features, hasBias: false);
        out_proj.weight.div_(Scalars.Of(Math.Sqrt(residualLayers)));
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(Mamba3), u, lengths, _features, half: true);
        using var scope = NewDisposeScope();
        var (inputs, gate) = Selected(SequenceMask.Apply(u, lengths), lengths);
        return Finish(inputs.Values, RotatingScan.Output(inputs), gate).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return StreamState.Of(
            ("angle", New(_heads, _angles)), ("ssm", New(_heads, _headSize, _stateSize)), ("k", New(_heads, _stateSize)),
            ("v", New(_heads, _headSize))).Differentiable();

        Tensor New(params long[] sizes) => zeros([batch, .. sizes], D.dtype, D.device);
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.Check(nameof(Mamba3), u, lengths, _features, half: true);
        SequenceShape.CheckPiece(nameof(Mamba3), u, lengths);
        state.CheckLayer(nameof(Mamba3), u.shape[0], "angle", "ssm", "k", "v");
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var (inputs, gate) = Selected(SequenceMask.Apply(u, lengths), lengths);
        var (output, last) = RotatingScan.Apply(
            inputs with { Initial = new RotatingScanState(state[0], state[1], state[2], state[3]) });
        state.Replace(0, last.Angles);
        state.Replace(1, last.States);
        state.Replace(2, last.Keys);
        state.Replace(3, last.Values);
        return Finish(inputs.Values, ReadResults.Tie(output, last.States), gate).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        SequenceShape.CheckStep(nameof(Mamba3), u, _features, half: true);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Chunk(u.unsqueeze(1), null, state).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) =>
        parameterName is nameof(D) or nameof(dt_bias) ? new OptimizerHint(null, 0) : default;

    private (RotatingScanInputs Inputs, Tensor Gate) Selected(Tensor u, Tensor? lengths)
    {
        var (sets, heads) = (_groups * _stateSize, _heads);
        var parts = in_proj.call(u).split([_inner, _inner, sets, sets, heads, heads, heads, _angles], -1);

        // Padding has no step: neither decay nor input nor rotation.
        var delta = SequenceMask.Apply(parts[4].Plus(dt_bias).Softplus(), lengths);
        var inputs = new RotatingScanInputs
        {
            Keys = B_norm.Apply(parts[2].unflatten(2, _groups, _stateSize)),
            Queries = C_norm.Apply(parts[3].unflatten(2, _groups, _stateSize)),
            KeyBias = B_bias.squeeze(1),
            QueryBias = C_bias.squeeze(1),
            Values = parts[1].unflatten(2, _heads, _headSize),
            Delta = delta,
            LogDecay = Decay(parts[5]).neg() * delta,
            Weight = sigmoid(parts[6]),
            Rates = parts[7].unsqueeze(2),
            Lengths = lengths,
        };
        return (inputs, parts[0]);
    }

    /// <summary>−A: 1 + a above zero and 1 / (1 − a) below, smooth and positive, at least the least decay.</summary>
    private Tensor Decay(Tensor a)
    {
        var above = a.clamp_min(Scalars.Zero).Plus(1);
        var below = a.clamp_max(Scalars.Zero).neg().Plus(1).reciprocal();
        return where(a.ge(Scalars.Zero), above, below).clamp_min(Scalars.Of(_leastDecay));
    }

    private Tensor Finish(Tensor values, Tensor output, Tensor gate)
    {
        var y = output.Plus(values * D.unsqueeze(1)).flatten(2);
        return out_proj.call(norm is null ? y * nn.functional.silu(gate) : norm.Apply(y, gate));
    }
}
