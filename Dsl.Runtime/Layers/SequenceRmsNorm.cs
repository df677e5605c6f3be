using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Root-mean-square normalisation: per position, over features; <c>x / sqrt(mean(x²) + eps) · weight</c>.</summary>
[LayerParameter("weight", "Features")]
[LayerCost("4 * Length * Features", StepFlops = "4 * Features", KeptBytes = "4 * Length * (Features + 1)")]
public sealed class SequenceRmsNorm : PositionNorm
{
    /// <summary>Makes the layer with weights of one.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or ε is not positive.</exception>
    public SequenceRmsNorm(long features, double epsilon = UsualEpsilon)
        : base(nameof(SequenceRmsNorm), features, hasBias: false, epsilon)
    {
    }

    private protected override Tensor Normalise(Tensor u)
    {
        using var scope = NewDisposeScope();
        // Not mean: in some versions of libtorch that keeps its whole input for the backward pass.
        var meanSquare = u.Squared().sum([-1], keepdim: true).div(Scalars.Of(_features));
        var scale = meanSquare.Plus(_epsilon).rsqrt();
        return u.mul(scale).mul(weight).MoveToOuterDisposeScope();
    }
}
