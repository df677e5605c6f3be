using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A linear controlled differential equation (arXiv 2402.19047): dz = Σ_i A_i z dω^i + B dω with the path ω = [t, X] of the inputs and
/// their time, from z_0 = W X_0 + b (<see cref="LinearCdeScan"/>). The output is z, or a projection of it where it has another width.
/// Always causal.
/// </summary>
/// <remarks>
/// Parameters carry the names of the authors' code. Time is 0 at the first position and 1 at the greatest length, so that a sequence need
/// not be known to its end. The state is z (<c>z</c>), the number of positions read (<c>position</c>) and, for increments, the last input
/// (<c>x</c>).
/// </remarks>
[LayerParameter("init_matrix", LinearCdeShape.States, "Features")]
[LayerParameter("init_bias", LinearCdeShape.States)]
[LayerParameter("vf_A", LinearCdeShape.States, "Features + 1", LinearCdeShape.Block)]
[LayerParameter("vf_B", LinearCdeShape.States, "Features + 1")]
[LayerParameter("out_proj.weight", LinearCdeShape.States + " == Features ? 0 : Features", LinearCdeShape.States)]
[LayerState("z", LinearCdeShape.States)]
[LayerState("position", "1")]
[LayerState("x", "Control == Increment ? Features : 0")]
[LayerCost("Length * (" + LinearCdeShape.StepFlops + ")", StepFlops = LinearCdeShape.StepFlops, KeptBytes = LinearCdeShape.Kept)]
public sealed class LinearCde : StreamingLayer
{
    private readonly Parameter init_matrix;
    private readonly Parameter init_bias;
    private readonly Parameter vf_A;
    private readonly Parameter vf_B;
    private readonly Linear? out_proj;
    private readonly long _features;
    private readonly long _states;
    private readonly int _maxLength;
    private readonly bool _isIncrement;
    private readonly bool _isExact;

    /// <summary>Draws everything from normal distributions, as the authors' code does: A with deviation scale/√N, the rest 1.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="maxLength">Longest sequence: time is 1 at its last position.</param>
    /// <param name="stateSize">N: numbers of the state; 0: the features.</param>
    /// <param name="blockSize">Numbers of the state that mix with each other, a divisor of the state; 0: all.</param>
    /// <param name="control">What drives the state.</param>
    /// <param name="solution">How the state moves.</param>
    /// <param name="controlScale">Standard deviation of A times √N at the start, above 0.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the block does not divide the state.</exception>
    public LinearCde(
        int features, int maxLength, int stateSize, int blockSize, CdeControl control, CdeSolution solution, double controlScale)
        : base(nameof(LinearCde))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(stateSize);
        ArgumentOutOfRangeException.ThrowIfNegative(blockSize);
        (_features, _states, _maxLength) = (features, stateSize > 0 ? stateSize : features, maxLength);
        (_isIncrement, _isExact) = (control == CdeControl.Increment, solution == CdeSolution.Exact);
        var block = blockSize > 0 ? blockSize : _states;
        if (_states % block != 0)
        {
            throw new ArgumentException($"Blocks of {block} must divide the state of {_states}.", nameof(blockSize));
        }

        if (!(controlScale > 0) || !double.IsFinite(controlScale))
        {
            throw new ArgumentException($"A starts with scale {controlScale}; it must be above 0.", nameof(controlScale));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        init_matrix = ModuleTensor.Parameter(randn(_states, features));
        init_bias = ModuleTensor.Parameter(randn(_states));
        vf_A = ModuleTensor.Parameter(randn(_states, features + 1, block) * Scalars.Of(controlScale / Math.Sqrt(_states)));
        vf_B = ModuleTensor.Parameter(randn(_states, features + 1));
        out_proj = _states == features ? null : nn.Linear(_states, features, hasBias: false);
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        using var scope = NewDisposeScope();
        return Finish(States(u, lengths)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var fresh = Fresh(batch);
        (string, Tensor)[] tensors = [("z", fresh.Z), ("position", fresh.Position)];
        return StreamState.Of(fresh.Previous is { } previous ? [.. tensors, ("x", previous)] : tensors).Differentiable();
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.Check(nameof(LinearCde), u, lengths, _features);
        SequenceShape.CheckPiece(nameof(LinearCde), u, lengths);
        CheckState(state, u.shape[0]);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var x = SequenceMask.Apply(u, lengths);
        var before = new Past(state[0], state[1], _isIncrement ? state[2] : null);
        var states = Run(x, lengths, before);
        var read = lengths?.to(x.dtype).unsqueeze(1);

        // Padding does not move the state, so the last one is that of each sequence's length.
        var last = states.select(1, x.shape[1] - 1);
        state.Replace(0, read is null ? last.clone() : where(read.eq(Scalars.Zero), before.Z, last));
        state.Replace(1, before.Position.Plus(read ?? full_like(before.Position, Scalars.Of(x.shape[1]))));
        if (before.Previous is { } previous)
        {
            state.Replace(2, lengths is null ? x.select(1, x.shape[1] - 1).clone() : LastInputs(x, lengths, previous));
        }

        return Finish(states).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        SequenceShape.CheckStep(nameof(LinearCde), u, _features);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Chunk(u.unsqueeze(1), null, state).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>z at every position of whole sequences, <c>[batch, length, state]</c>, owned by the caller.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    internal Tensor States(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(LinearCde), u, lengths, _features);
        using var scope = NewDisposeScope();
        return Run(SequenceMask.Apply(u, lengths), lengths, Fresh(u.shape[0])).MoveToOuterDisposeScope();
    }

    private void CheckState(StreamState state, long batch)
    {
        if (_isIncrement)
        {
            state.CheckLayer(nameof(LinearCde), batch, "z", "position", "x");
            state.CheckTensor(nameof(LinearCde), 2, _features);
        }
        else
        {
            state.CheckLayer(nameof(LinearCde), batch, "z", "position");
        }

        state.CheckTensor(nameof(LinearCde), 0, _states);
        state.CheckTensor(nameof(LinearCde), 1, 1);
    }

    private Past Fresh(long batch)
    {
        return new Past(New(_states), New(1), _isIncrement ? New(_features) : null);

        Tensor New(long size) => zeros([batch, size], init_bias.dtype, init_bias.device);
    }

    private static Tensor LastInputs(Tensor x, Tensor lengths, Tensor previous)
    {
        var places = lengths.sub(Scalars.One).clamp_min(Scalars.Zero).view(-1, 1, 1).expand(x.shape[0], 1, x.shape[2]);
        return where(lengths.eq(Scalars.Zero).unsqueeze(1), previous, x.gather(1, places).squeeze(1));
    }

    /// <summary>The states at all positions, <c>[batch, length, state]</c>.</summary>
    private Tensor Run(Tensor x, Tensor? lengths, Past past)
    {
        var length = x.shape[1];
        var start = nn.functional.linear(x.select(1, 0), init_matrix, init_bias);
        var initial = where(past.Position.eq(Scalars.Zero), start, past.Z);
        var positions = past.Position.Plus(TensorRange.Of(length, x.dtype, x.device));

        // The first position is in the initial state and does not move it; padding does not either.
        var moves = positions.gt(Scalars.Zero);
        if (lengths is not null)
        {
            moves = moves.logical_and(SequenceMask.Of(lengths, length));
        }

        var path = Path(x, positions, past.Previous).masked_fill(moves.logical_not().unsqueeze(2), Scalars.Zero);
        return LinearCdeScan.Apply(new LinearCdeInputs
        {
            Controls = path,
            Inputs = path,
            A = vf_A,
            B = vf_B,
            Initial = initial,
            IsExact = _isExact,
        });
    }

    /// <summary>How far [t, X] moves the state at every position, <c>[batch, length, features + 1]</c>.</summary>
    private Tensor Path(Tensor x, Tensor positions, Tensor? previous)
    {
        var tick = Scalars.Of(1.0 / Math.Max(1, _maxLength - 1));
        if (previous is null)
        {
            return cat([(positions * tick).unsqueeze(2), x], 2) * Scalars.Of(1.0 / _maxLength);
        }

        var before = cat([previous.unsqueeze(1), x.narrow(1, 0, x.shape[1] - 1)], 1);
        return cat([full_like(positions, tick).unsqueeze(2), x - before], 2);
    }

    private Tensor Finish(Tensor states) => out_proj is null ? states.alias() : out_proj.call(states);

    /// <summary>What was read before.</summary>
    /// <param name="Z">The state, <c>[batch, state]</c>.</param>
    /// <param name="Position">Positions read, <c>[batch, 1]</c>.</param>
    /// <param name="Previous">The last input, <c>[batch, features]</c>; null where increments are not needed.</param>
    private readonly record struct Past(Tensor Z, Tensor Position, Tensor? Previous);
}
