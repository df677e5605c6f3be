using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Adds a vector of its position to every position of a sequence.</summary>
/// <remarks>
/// A stream may be longer than the greatest length: sinusoidal vectors have no end, and the last trained vector stands for all later ones.
/// </remarks>
[LayerParameter("weight", "Learned ? MaxLength : 0", "Features")]
[LayerState("count", ElementType = "int64")]
[LayerCost(
    "Length * Features", SharedFlops = "Learned ? 0 : 3 * Length * Features / 2", StepFlops = "Learned ? Features : 5 * Features / 2",
    KeepsInput = false)]
public sealed class SequencePositions : StreamingLayer, IOptimizerHints
{
    private const double InitialDeviation = 0.02;
    private const double LongestPeriod = 10_000;

    private readonly Parameter? weight;
    private readonly long _features;
    private readonly long _maxLength;

    /// <summary>Draws the vectors, or computes them.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <param name="maxLength">Longest sequence.</param>
    /// <param name="learned">Whether the vectors are trained; else they are those of <see cref="Positions.Sinusoidal"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or the length is not positive.</exception>
    public SequencePositions(long features, long maxLength, bool learned)
        : base(nameof(SequencePositions))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        (_features, _maxLength) = (features, maxLength);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (learned)
        {
            weight = ModuleTensor.Parameter(randn(maxLength, features).mul(Scalars.Of(InitialDeviation)));
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit, or the sequence is too long.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(SequencePositions), u, lengths, _features, half: true);
        if (u.shape[1] > _maxLength)
        {
            throw new ArgumentException(
                $"{nameof(SequencePositions)} has vectors of {_maxLength} positions, not of {u.shape[1]}; raise the greatest length.",
                nameof(u));
        }

        using var scope = NewDisposeScope();
        return u.Plus(Vectors(TensorRange.Of(u.shape[1], ScalarType.Int64, u.device), u)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return StreamState.Of(("count", zeros([batch], ScalarType.Int64, weight?.device))).Differentiable();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.Check(nameof(SequencePositions), u, lengths, _features, half: true);
        SequenceShape.CheckPiece(nameof(SequencePositions), u, lengths);
        state.CheckLayer(nameof(SequencePositions), u.shape[0], "count");
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var count = state[0];
        var total = lengths is null ? count.Plus(u.shape[1]) : count.Plus(lengths.to(count.device));
        var positions = count.unsqueeze(1).Plus(TensorRange.Of(u.shape[1], ScalarType.Int64, count.device));
        var vectors = Vectors(positions.to(u.device), u);
        state.Replace(0, total);
        return u.Plus(vectors).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        SequenceShape.CheckStep(nameof(SequencePositions), u, _features, half: true);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Chunk(u.unsqueeze(1), null, state).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) => new(null, 0);

    /// <summary>The vectors of positions, <c>[…, features]</c>, in the type of another tensor.</summary>
    private Tensor Vectors(Tensor positions, Tensor like)
    {
        if (weight is not null)
        {
            var known = positions.clamp_max(Scalars.Of(_maxLength - 1));
            return weight.index_select(0, known.flatten()).view([.. positions.shape, _features]);
        }

        var even = TensorRange.Of((_features + 1) / 2, ScalarType.Float64, positions.device).mul(Scalars.Two);
        var rates = even.mul(Scalars.Of(-Math.Log(LongestPeriod) / _features)).exp();
        var angles = positions.to(ScalarType.Float64).unsqueeze(-1) * rates;
        return stack([angles.sin(), angles.cos()], -1).flatten(-2).narrow(-1, 0, _features).to(like.dtype);
    }
}
