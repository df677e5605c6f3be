using SerpentDsl.Functions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Layer normalisation: per position, over features; <c>(x − mean) / sqrt(variance + eps) · weight + bias</c> with the biased variance.
/// </summary>
[LayerParameter("weight", "Features")]
[LayerParameter("bias", "Features")]
[LayerCost("8 * Length * Features", StepFlops = "8 * Features", KeptBytes = "8 * Length")]
public sealed class SequenceLayerNorm : SequenceLayer
{
    private const double Epsilon = 1e-5;
    private readonly long _features;
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>Makes the layer with weights of one and biases of zero.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public SequenceLayerNorm(long features)
        : base(nameof(SequenceLayerNorm))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
        weight = ModuleTensor.Parameter(ones(features));
        bias = ModuleTensor.Parameter(zeros(features));
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(SequenceLayerNorm), u, lengths, _features);
        return Normalise(u);
    }

    /// <summary>Normalises one position of every sequence, into memory that the caller has.</summary>
    /// <param name="u">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor u, Tensor output)
    {
        SequenceShape.CheckStep(nameof(SequenceLayerNorm), u, _features);
        if (!FusedNorm.TryRun(u, weight, bias, Epsilon, output))
        {
            using var noGradient = no_grad();
            using var result = Normalise(u);
            StepOutput.Fill(nameof(SequenceLayerNorm), output, result);
        }

        return output;
    }

    private Tensor Normalise(Tensor u) => nn.functional.layer_norm(u, [_features], weight, bias, Epsilon);
}
