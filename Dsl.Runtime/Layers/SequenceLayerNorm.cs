using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Layer normalisation: per position, over features; <c>(x − mean) / sqrt(variance + eps) · weight + bias</c> with the biased variance.
/// </summary>
[LayerParameter("weight", "Features")]
[LayerParameter("bias", "Features")]
[LayerCost("8 * Length * Features", StepFlops = "8 * Features", KeptBytes = "8 * Length")]
public sealed class SequenceLayerNorm : PositionNorm
{
    /// <summary>Makes the layer with weights of one and biases of zero.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or ε is not positive.</exception>
    public SequenceLayerNorm(long features, double epsilon = UsualEpsilon)
        : base(nameof(SequenceLayerNorm), features, hasBias: true, epsilon)
    {
    }

    private protected override Tensor Normalise(Tensor u) => nn.functional.layer_norm(u, [_features], weight, bias, _epsilon);
}
