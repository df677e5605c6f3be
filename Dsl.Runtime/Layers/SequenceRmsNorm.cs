using SerpentDsl.Functions;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Root-mean-square normalisation: per position, over features; <c>x / sqrt(mean(x²) + eps) · weight</c>.</summary>
[LayerParameter("weight", "Features")]
[LayerCost("4 * Length * Features", StepFlops = "4 * Features", KeptBytes = "4 * Length * (Features + 1)")]
public sealed class SequenceRmsNorm : SequenceLayer
{
    private const double Epsilon = 1e-5;
    private readonly long _features;
    private readonly Parameter weight;

    /// <summary>Makes the layer with weights of one.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public SequenceRmsNorm(long features)
        : base(nameof(SequenceRmsNorm))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
        weight = ModuleTensor.Parameter(ones(features));
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(SequenceRmsNorm), u, lengths, _features);
        return Normalise(u);
    }

    /// <summary>Normalises one position of every sequence, into memory that the caller has.</summary>
    /// <param name="u">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor u, Tensor output)
    {
        SequenceShape.CheckStep(nameof(SequenceRmsNorm), u, _features);
        if (!FusedNorm.TryRun(u, weight, null, Epsilon, output))
        {
            using var noGradient = no_grad();
            using var result = Normalise(u);
            StepOutput.Fill(nameof(SequenceRmsNorm), output, result);
        }

        return output;
    }

    private Tensor Normalise(Tensor u)
    {
        using var scope = NewDisposeScope();
        // Not mean: in some versions of libtorch that keeps its whole input for the backward pass.
        var meanSquare = u.Squared().sum([-1], keepdim: true).div(Scalars.Of(_features));
        var scale = meanSquare.Plus(Epsilon).rsqrt();
        return u.mul(scale).mul(weight).MoveToOuterDisposeScope();
    }
}
