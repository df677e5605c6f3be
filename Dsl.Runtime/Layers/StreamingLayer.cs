using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// A <see cref="SequenceLayer"/> that also has a streaming form: it continues a sequence from a <see cref="StreamState"/>, by pieces
/// (<see cref="Chunk"/>) or one position at a time (<see cref="Step(Tensor, StreamState)"/>). All three forms compute the same function.
/// The base of every backend that a causal architecture can use.
/// </summary>
/// <remarks>
/// A layer whose constructor has a parameter <c>bidirectional</c> streams only when that is <see langword="false"/>; otherwise its
/// streaming members throw <see cref="InvalidOperationException"/>. A layer without it is always causal: no output of <see
/// cref="SequenceLayer.forward"/> depends on a later input. The streaming forms are for inference: no gradient flows through them, unless
/// the layer overrides <see cref="Chunk"/>, declares its states <see cref="StreamState.Differentiable"/>, and the state is for training
/// (<see cref="StreamState.ForTraining"/>).
/// </remarks>
/// <param name="name">Name of the module.</param>
public abstract class StreamingLayer(string name) : SequenceLayer(name)
{
    /// <summary>The state before the first position: zeros, in the type and on the device of the layer's parameters.</summary>
    /// <remarks>
    /// A state may also hold what the layer derives from its parameters once for many steps (<see cref="StreamState.Constants"/>), so it is
    /// valid only as long as the parameters do not change.
    /// </remarks>
    /// <param name="batch">Number of sequences.</param>
    /// <returns>Owned by the caller.</returns>
    public abstract StreamState NewState(long batch);

    /// <summary>Applies the layer to the next position of every sequence, and advances the state.</summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <returns>Outputs, <c>[batch, features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public abstract Tensor Step(Tensor u, StreamState state);

    /// <summary>
    /// <see cref="Step(Tensor, StreamState)"/> with its result written to memory of the caller. This implementation copies the result; a
    /// layer with a fused step allocates neither tensors nor managed memory.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <param name="output">Outputs, <c>[batch, features]</c>; written to. Not the inputs.</param>
    /// <returns>The output tensor.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public virtual Tensor Step(Tensor u, StreamState state, Tensor output)
    {
        using var noGradient = no_grad();
        using var result = Step(u, state);
        return StepOutput.Fill(GetType().Name, output, result);
    }

    /// <summary>
    /// Applies the layer to the next piece of every sequence, and advances the state. This implementation takes one step per position; a
    /// layer with a faster algorithm overrides it.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>, from 0 to the piece's length; null: all of
    /// it.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <returns>Outputs, <c>[batch, length, features]</c>, owned by the caller; unspecified beyond a sequence's length.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit, or a length is beyond the piece.</exception>
    public virtual Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(state);
        if (u.dim() != 3)
        {
            throw new ArgumentException($"{GetType().Name} reads [batch, length, features], not {SequenceShape.Text(u)}.", nameof(u));
        }

        SequenceShape.CheckPiece(GetType().Name, u, lengths);
        if (state.IsForTraining)
        {
            throw new NotSupportedException(
                $"{GetType().Name} reads a piece step by step, through which no gradient flows: override Chunk to train through pieces.");
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var outputs = new List<Tensor>();
        for (long position = 0; position < u.shape[1]; position++)
        {
            using var step = NewDisposeScope();
            var input = u.select(1, position);
            var output = lengths is null ? Step(input, state) : StepRows(input, lengths.gt(Scalars.Of(position)), state);
            outputs.Add(output.MoveToOuterDisposeScope());
        }

        return stack(outputs, 1).MoveToOuterDisposeScope();
    }

    /// <summary>A step that advances some of the sequences only.</summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="rows">Which sequences advance, bool <c>[batch]</c>.</param>
    /// <param name="state">Changed in place, for those sequences.</param>
    /// <returns>Outputs, <c>[batch, features]</c>, owned by the caller; unspecified for the other sequences.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor StepRows(Tensor u, Tensor rows, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var before = state.Copy();
        var output = Step(u, state);
        state.KeepRows(rows, before);
        return output;
    }
}
