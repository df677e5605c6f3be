using static TorchSharp.torch;

namespace SerpentDsl.Specs;

/// <summary>A model generated from <see cref="SequenceRegressorAttribute"/>; also a <c>torch.nn.Module&lt;Tensor, Tensor&gt;</c>.</summary>
public interface ISequenceRegressor : ISequenceModel
{
    /// <summary>Maps sequences of vectors to vectors.</summary>
    /// <param name="values">Inputs, <c>[batch, length, inputs]</c>, in the type of the model's parameters.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded. Values at padded positions have no
    /// effect.</param>
    /// <returns>
    /// <c>[batch, outputs]</c>, or with <see cref="Pooling.None"/> <c>[batch, length, outputs]</c>, unspecified at padded positions; owned
    /// by the caller.
    /// </returns>
    /// <exception cref="ArgumentException">A shape or type does not fit; checked before any native call.</exception>
    Tensor forward(Tensor values, Tensor? lengths);
}
