using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// A streaming layer that also reads the value to which the block's skip connection adds its output, as a gate between the old and the new
/// value needs: out = skip + gate · (new − skip). In a block that normalises before its branches, the skip connection has the value before
/// the norm, and the layer's input is the one after it. For a branch that is projected or resampled, the two are the same.
/// </summary>
/// <param name="name">Name of the module.</param>
public abstract class SkipReadingLayer(string name) : StreamingLayer(name)
{
    // On its way from call through the hooks of the module to forward.
    [ThreadStatic]
    private static Tensor? s_skip;

    /// <summary>Applies the layer as a module, with its hooks.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <param name="skip">The value of the skip connection, <c>[batch, length, features]</c>.</param>
    /// <returns>What is added to <paramref name="skip"/>, of the same shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor call(Tensor u, Tensor? lengths, Tensor skip)
    {
        s_skip = skip;
        try
        {
            return call(u, lengths);
        }
        finally
        {
            s_skip = null;
        }
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <param name="skip">The value of the skip connection, <c>[batch, length, features]</c>.</param>
    /// <returns>What is added to <paramref name="skip"/>, of the same shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public abstract Tensor forward(Tensor u, Tensor? lengths, Tensor skip);

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor u, Tensor? lengths)
    {
        var skip = s_skip ?? u;
        s_skip = null;
        return forward(u, lengths, skip);
    }

    /// <summary>Applies the layer to the next piece of every sequence, and advances the state.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>; null: all.</param>
    /// <param name="state">From <see cref="StreamingLayer.NewState"/>; changed in place.</param>
    /// <param name="skip">The value of the skip connection, <c>[batch, length, features]</c>.</param>
    /// <returns>What is added to <paramref name="skip"/>, owned by the caller; unspecified beyond a sequence's length.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit, or a length is beyond the piece.</exception>
    public abstract Tensor Chunk(Tensor u, Tensor? lengths, StreamState state, Tensor skip);

    /// <inheritdoc/>
    public sealed override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state) => Chunk(u, lengths, state, u);

    /// <inheritdoc/>
    public sealed override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Chunk(u.unsqueeze(1), null, state).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>Applies the layer to the next position of every sequence, and advances the state.</summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="state">From <see cref="StreamingLayer.NewState"/>; changed in place.</param>
    /// <param name="skip">The value of the skip connection, <c>[batch, features]</c>.</param>
    /// <param name="output">What is added to <paramref name="skip"/>, <c>[batch, features]</c>; written to. None of the inputs.</param>
    /// <returns>The output tensor.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor u, StreamState state, Tensor skip, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(skip);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var result = Chunk(u.unsqueeze(1), null, state, skip.unsqueeze(1)).squeeze(1);
        return StepOutput.Fill(GetType().Name, output, result);
    }
}
