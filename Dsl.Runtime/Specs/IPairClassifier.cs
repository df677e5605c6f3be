using static TorchSharp.torch;

namespace SerpentDsl.Specs;

/// <summary>
/// A model generated from <see cref="PairClassifierAttribute"/>; also a <c>torch.nn.Module&lt;Tensor, Tensor, Tensor&gt;</c>.
/// </summary>
public interface IPairClassifier : ISequenceModel
{
    /// <summary>Classifies the pairs of two padded batches: row by row, the first sequence with the second.</summary>
    /// <param name="first">Token ids, int64 <c>[batch, length]</c>.</param>
    /// <param name="firstLengths">True lengths of the first sequences, int64 <c>[batch]</c>; null when none is padded.</param>
    /// <param name="second">Token ids, int64 <c>[batch, length]</c>; the length may be another one.</param>
    /// <param name="secondLengths">True lengths of the second sequences, int64 <c>[batch]</c>; null when none is padded.</param>
    /// <returns>Logits <c>[batch, classes]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit; checked before any native call.</exception>
    Tensor forward(Tensor first, Tensor? firstLengths, Tensor second, Tensor? secondLengths);
}
