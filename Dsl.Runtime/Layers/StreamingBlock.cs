using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// A <see cref="StreamingLayer"/> that consists of other layers; in its step each layer writes to a scratch buffer that the next one reads.
/// The base of a causal architecture's generated blocks.
/// </summary>
/// <param name="name">Name of the module.</param>
public abstract class StreamingBlock(string name) : StreamingLayer(name)
{
    /// <inheritdoc/>
    public sealed override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        using var scope = NewDisposeScope();
        return Step(u, state, empty(u.shape, u.dtype, u.device)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public abstract override Tensor Step(Tensor u, StreamState state, Tensor output);
}
