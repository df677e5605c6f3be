using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// A layer that maps a padded batch of sequences to one of the same length: the base of every branch backend.
/// </summary>
/// <param name="name">Name of the module.</param>
public abstract class SequenceLayer(string name) : nn.Module<Tensor, Tensor?, Tensor>(name)
{
    /// <summary>Applies the layer.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded. Values at padded positions have no effect on
    /// valid ones.</param>
    /// <returns>Outputs, <c>[batch, length, features]</c>, owned by the caller; unspecified at padded positions.</returns>
    public abstract override Tensor forward(Tensor u, Tensor? lengths);
}
