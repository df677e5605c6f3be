using SerpentDsl.Autograd;
using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// GateLoop (arXiv 2311.01927): h_l = a_l h_{l−1} + k_l v_lᵀ, y_l = Re(h_lᵀ q_l) for every head (<see cref="GateLoopScan"/>), with a gate
/// a = σ(|z|) z/|z| per head from the input; then a layer norm and an output gate where declared, and a projection. Always causal.
/// </summary>
/// <remarks>
/// Parameters carry the names of the code (lucidrains/gateloop-transformer). The state is h (<c>h</c>), its real and, with complex gates,
/// its imaginary part.
/// </remarks>
[LayerParameter("to_qkv.weight", "3 * " + GateLoopShape.Inner, "Features")]
[LayerParameter("to_a.0.weight", GateLoopShape.Parts + " * " + GateLoopShape.Count, "Features")]
[LayerParameter("to_a.0.bias", GateLoopShape.Parts + " * " + GateLoopShape.Count)]
[LayerParameter("maybe_sub_ln.weight", "SubNorm ? " + GateLoopShape.Inner + " : 0")]
[LayerParameter("maybe_sub_ln.bias", "SubNorm ? " + GateLoopShape.Inner + " : 0")]
[LayerParameter("to_gates.0.weight", "OutputGate ? " + GateLoopShape.Inner + " : 0", "Features")]
[LayerParameter("to_out.weight", GateLoopShape.Projected, GateLoopShape.Inner)]
[LayerState(
    "h", GateLoopShape.Count, GateLoopShape.Parts, GateLoopShape.Inner + " / " + GateLoopShape.Count,
    GateLoopShape.Inner + " / " + GateLoopShape.Count)]
[LayerCost("Length * (" + GateLoopShape.StepFlops + ")", StepFlops = GateLoopShape.StepFlops, KeptBytes = GateLoopShape.Kept)]
public sealed class GateLoop : StreamingLayer
{
    private const double Epsilon = 1e-5;

    private readonly Linear to_qkv;
    private readonly Sequential to_a;
    private readonly LayerNorm? maybe_sub_ln;
    private readonly Sequential? to_gates;
    private readonly Linear? to_out;
    private readonly long _features;
    private readonly long _heads;
    private readonly long _headSize;
    private readonly bool _complexGates;
    private readonly double _gateGradient;

    /// <summary>Initialises every linear map as the framework does.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="heads">Heads, a divisor of the channels; 0: one per channel.</param>
    /// <param name="innerFeatures">Channels of queries, keys and values each; 0: the features.</param>
    /// <param name="complexGates">Whether gates are complex; else they are real, of either sign.</param>
    /// <param name="outputGate">Whether the outputs are multiplied by a gate.</param>
    /// <param name="subNorm">Whether a layer norm over all heads follows the recurrence.</param>
    /// <param name="gateGradient">Factor of the gradient into the gates, above 0 and at most 1.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the heads do not divide the channels.</exception>
    public GateLoop(
        int features, int heads, int innerFeatures, bool complexGates, bool outputGate, bool subNorm, double gateGradient)
        : base(nameof(GateLoop))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(heads);
        ArgumentOutOfRangeException.ThrowIfNegative(innerFeatures);
        long inner = innerFeatures > 0 ? innerFeatures : features;
        (_features, _heads, _complexGates, _gateGradient) = (features, heads > 0 ? heads : inner, complexGates, gateGradient);
        if (inner % _heads != 0)
        {
            throw new ArgumentException($"{_heads} heads must divide the {inner} channels.", nameof(heads));
        }

        if (!(gateGradient > 0) || gateGradient > 1)
        {
            throw new ArgumentException(
                $"The factor of the gates' gradient is {gateGradient}; it must be above 0 and at most 1.", nameof(gateGradient));
        }

        _headSize = inner / _heads;
        to_qkv = nn.Linear(features, 3 * inner, hasBias: false);
        to_a = nn.Sequential(nn.Linear(features, (complexGates ? 2 : 1) * _heads));
        maybe_sub_ln = subNorm ? nn.LayerNorm(inner, Epsilon) : null;
        to_gates = outputGate ? nn.Sequential(nn.Linear(features, inner, hasBias: false), nn.SiLU()) : null;
        to_out = outputGate || inner != features ? nn.Linear(inner, features, hasBias: false) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(GateLoop), u, lengths, _features, half: true);
        using var scope = NewDisposeScope();
        var x = SequenceMask.Apply(u, lengths);
        return Finish(x, GateLoopScan.Output(Inputs(x, null))).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var weight = to_qkv.weight;
        return StreamState.Of(
            ("h", zeros([batch, _heads, _complexGates ? 2 : 1, _headSize, _headSize], weight.dtype, weight.device))).Differentiable();
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.Check(nameof(GateLoop), u, lengths, _features, half: true);
        SequenceShape.CheckPiece(nameof(GateLoop), u, lengths);
        CheckState(state, u.shape[0]);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var x = SequenceMask.Apply(u, lengths);
        var (output, last) = GateLoopScan.Apply(Inputs(x, lengths) with { Initial = state[0] });
        state.Replace(0, last);
        return Finish(x, ReadResults.Tie(output, last)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.CheckStep(nameof(GateLoop), u, _features, half: true);
        CheckState(state, u.shape[0]);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var x = u.unsqueeze(1);
        var (output, last) = GateLoopScan.Apply(Inputs(x, null) with { Initial = state[0] });
        state.Replace(0, last);
        return Finish(x, output).squeeze(1).MoveToOuterDisposeScope();
    }

    private void CheckState(StreamState state, long batch)
    {
        state.CheckLayer(nameof(GateLoop), batch, "h");
        state.CheckTensor(nameof(GateLoop), 0, _heads, _complexGates ? 2 : 1, _headSize, _headSize);
    }

    /// <summary>The operands of the scan; with lengths, the state stops there: a gate of one and no key.</summary>
    private GateLoopScanInputs Inputs(Tensor x, Tensor? lengths)
    {
        var parts = to_qkv.call(x).chunk(3, 2);
        var z = to_a.call(x);
        if (_gateGradient < 1)
        {
            z = (z * Scalars.Of(_gateGradient)).Plus(z.detach() * Scalars.Of(1 - _gateGradient));
        }

        var inputs = new GateLoopScanInputs
        {
            Queries = parts[0].unflatten(2, _heads, _headSize),
            Keys = SequenceMask.Apply(parts[1], lengths).unflatten(2, _heads, _headSize),
            Values = parts[2].unflatten(2, _heads, _headSize),
            LogMagnitudes = SequenceMask.Apply(nn.functional.logsigmoid(_complexGates ? Magnitude(z) : z.abs()), lengths),
        };
        if (_complexGates)
        {
            return inputs with { Phases = SequenceMask.Apply(Phase(z), lengths) };
        }

        var isNegative = SequenceMask.Apply(z.detach().lt(Scalars.Zero).to(z.dtype), lengths);
        return inputs with { Signs = ones_like(isNegative) - (isNegative * Scalars.Two) };
    }

    private Tensor Magnitude(Tensor z)
    {
        var squares = z.unflatten(2, _heads, 2).Squared().sum([-1]);

        // The root has no gradient at zero; there the magnitude gets none.
        var isZero = squares.detach().eq(Scalars.Zero);
        return squares.masked_fill(isZero, Scalars.One).sqrt().masked_fill(isZero, Scalars.Zero);
    }

    private Tensor Phase(Tensor z)
    {
        var pairs = z.unflatten(2, _heads, 2);
        var (real, imaginary) = (pairs.select(3, 0), pairs.select(3, 1));
        var isZero = pairs.detach().eq(Scalars.Zero).all(3);
        return imaginary.atan2(real.masked_fill(isZero, Scalars.One));
    }

    private Tensor Finish(Tensor x, Tensor output)
    {
        var flat = output.flatten(2);
        var normed = maybe_sub_ln is null ? flat : maybe_sub_ln.call(flat);
        var gated = to_gates is null ? normed : normed * to_gates.call(x);
        return to_out is null ? gated.alias() : to_out.call(gated);
    }
}
