using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A gated linear recurrent network, the real form in GateLoop's official repository: h_l = f_l ⊙ h_{l−1} + tanh(i_l) ⊙ σ(g_l), then
/// W (tanh(h_l) ⊙ σ(o_l)), with i, g, o and the forget gate f from the input. Always causal.
/// </summary>
/// <remarks>Parameters carry the names of the official code, with matrices as [outputs, inputs]. The state is h (<c>h</c>).</remarks>
[LayerParameter("proj.weight", Parts + " * " + States, "Features")]
[LayerParameter("proj.bias", Parts + " * " + States)]
[LayerParameter("recurrent_proj.weight", "TrueRecurrence ? " + Parts + " * " + States + " : 0", States)]
[LayerParameter("out_proj.weight", "Features", States)]
[LayerParameter("out_proj.bias", "Features")]
[LayerState("h", States)]
[LayerCost("Length * (" + Flops + ")", StepFlops = Flops, KeptBytes = Kept)]
public sealed class GatedRnn : StreamingLayer
{
    private const string Parts = "(TiedGates ? 3 : 4)", States = "(StateSize == 0 ? Features : StateSize)";

    private const string Flops =
        "2 * Features * (" + Parts + " + 1) * " + States + " + (TrueRecurrence ? 2 * " + Parts + " * " + States + " * " + States
            + " : 0) + 24 * " + States;

    private const string Kept = "4 * Length * " + States + " * (3 * " + Parts + " + 5)";

    private readonly Linear proj;
    private readonly Linear? recurrent_proj;
    private readonly Linear out_proj;
    private readonly long _features;
    private readonly long _states;
    private readonly bool _tiedGates;

    /// <summary>Initialises the linear maps as the framework does, and the weights of the true recurrence with zeros.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="stateSize">Numbers of the state; 0: the features.</param>
    /// <param name="tiedGates">Whether the forget gate is one minus the input gate.</param>
    /// <param name="trueRecurrence">Whether the gates also depend on the state before.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public GatedRnn(int features, int stateSize, bool tiedGates, bool trueRecurrence)
        : base(nameof(GatedRnn))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(stateSize);
        (_features, _states, _tiedGates) = (features, stateSize > 0 ? stateSize : features, tiedGates);
        var parts = tiedGates ? 3 : 4;
        proj = nn.Linear(features, parts * _states);
        recurrent_proj = trueRecurrence ? nn.Linear(_states, parts * _states, hasBias: false) : null;
        out_proj = nn.Linear(_states, features);
        if (recurrent_proj is not null)
        {
            using var noGradient = no_grad();
            recurrent_proj.weight.fill_(Scalars.Zero);
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(GatedRnn), u, lengths, _features, half: true);
        using var scope = NewDisposeScope();
        var initial = zeros([u.shape[0], _states], u.dtype, u.device);
        return Run(SequenceMask.Apply(u, lengths), null, initial).Output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var weight = proj.weight;
        return StreamState.Of(("h", zeros([batch, _states], weight.dtype, weight.device))).Differentiable();
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.Check(nameof(GatedRnn), u, lengths, _features, half: true);
        SequenceShape.CheckPiece(nameof(GatedRnn), u, lengths);
        CheckState(state, u.shape[0]);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var (output, last) = Run(SequenceMask.Apply(u, lengths), lengths, state[0]);
        state.Replace(0, last);
        return output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.CheckStep(nameof(GatedRnn), u, _features, half: true);
        CheckState(state, u.shape[0]);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var gates = GatesOf(Split(proj.call(u), state[0]));
        var next = (gates.Forget * state[0]).Plus(gates.Input);
        state.Replace(0, next);
        return Finish(next, gates.Output).MoveToOuterDisposeScope();
    }

    private void CheckState(StreamState state, long batch)
    {
        state.CheckLayer(nameof(GatedRnn), batch, "h");
        state.CheckTensor(nameof(GatedRnn), 0, _states);
    }

    private (Tensor Output, Tensor Last) Run(Tensor x, Tensor? lengths, Tensor initial)
    {
        var projected = proj.call(x);
        if (recurrent_proj is not null)
        {
            return Walk(projected, lengths, initial);
        }

        // Padding forgets nothing and adds nothing.
        var gates = GatesOf(projected.chunk(_tiedGates ? 3 : 4, -1));
        var forget = lengths is null
            ? gates.Forget
            : gates.Forget.masked_fill(SequenceMask.Of(lengths, x.shape[1]).logical_not().unsqueeze(2), Scalars.One);
        var states = TimeVaryingScan.Apply(forget, SequenceMask.Apply(gates.Input, lengths), initial);
        return (Finish(states, gates.Output), states.select(1, x.shape[1] - 1).clone());
    }

    private (Tensor Output, Tensor Last) Walk(Tensor projected, Tensor? lengths, Tensor initial)
    {
        var (state, outputs) = (initial, new List<Tensor>());
        for (long position = 0; position < projected.shape[1]; position++)
        {
            var gates = GatesOf(Split(projected.select(1, position), state));
            var next = (gates.Forget * state).Plus(gates.Input);
            state = lengths is null ? next : where(lengths.gt(Scalars.Of(position)).unsqueeze(1), next, state);
            outputs.Add(Finish(next, gates.Output));
        }

        return (stack(outputs, 1), state.alias());
    }

    /// <summary>The parts of a position's projection, with what the state before adds to them.</summary>
    private Tensor[] Split(Tensor projected, Tensor state)
    {
        var all = recurrent_proj is null ? projected : projected.Plus(recurrent_proj.call(state));
        return all.chunk(_tiedGates ? 3 : 4, -1);
    }

    private (Tensor Forget, Tensor Input, Tensor Output) GatesOf(Tensor[] parts)
    {
        var open = sigmoid(parts[1]);
        var forget = _tiedGates ? sigmoid(parts[1].neg()) : sigmoid(parts[2]);
        return (forget, parts[0].tanh() * open, sigmoid(parts[^1]));
    }

    private Tensor Finish(Tensor states, Tensor open) => out_proj.call(states.tanh() * open);
}
