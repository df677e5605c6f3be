using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Scale normalisation: per position, over features; <c>x / sqrt(mean(x²) + eps) · weight</c> with one weight for all features, as in
/// Mega's code.
/// </summary>
[LayerParameter("weight", "1")]
[LayerCost("4 * Length * Features", StepFlops = "4 * Features", KeptBytes = "4 * Length * (Features + 1)")]
public sealed class SequenceScaleNorm : PositionNorm
{
    /// <summary>Makes the layer with a weight of one.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or ε is not positive.</exception>
    public SequenceScaleNorm(long features, double epsilon = UsualEpsilon)
        : base(nameof(SequenceScaleNorm), features, hasBias: false, epsilon, hasOneWeight: true)
    {
    }

    private protected override Tensor Normalise(Tensor u)
    {
        using var scope = NewDisposeScope();
        var meanSquare = u.Squared().sum([-1], keepdim: true).div(Scalars.Of(_features));
        return (u * meanSquare.Plus(_epsilon).rsqrt() * weight).MoveToOuterDisposeScope();
    }
}
