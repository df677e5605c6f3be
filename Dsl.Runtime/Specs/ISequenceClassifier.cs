using static TorchSharp.torch;

namespace SerpentDsl.Specs;

/// <summary>
/// A model generated from <see cref="SequenceClassifierAttribute"/>; also a <c>torch.nn.Module&lt;Tensor, Tensor&gt;</c>.
/// </summary>
public interface ISequenceClassifier : ISequenceModel
{
    /// <summary>Classifies a padded batch.</summary>
    /// <param name="tokens">Token ids, int64 <c>[batch, length]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>Logits <c>[batch, classes]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit; checked before any native call.</exception>
    Tensor forward(Tensor tokens, Tensor? lengths);
}
