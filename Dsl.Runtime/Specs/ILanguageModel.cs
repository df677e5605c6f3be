using static TorchSharp.torch;

namespace SerpentDsl.Specs;

/// <summary>A model generated from <see cref="LanguageModelAttribute"/>; also a <c>torch.nn.Module&lt;Tensor, Tensor&gt;</c>.</summary>
public interface ILanguageModel : ISequenceModel
{
    /// <summary>Predicts the next token at every position, from that position and the ones before it.</summary>
    /// <param name="tokens">Token ids, int64 <c>[batch, length]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>Logits of the tokens that follow, <c>[batch, length, vocabulary]</c>, owned by the caller; unspecified at padded
    /// positions.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit; checked before any native call.</exception>
    Tensor forward(Tensor tokens, Tensor? lengths);
}
