using SerpentDsl.Functions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Normalises each position over its features: the base of layer, root-mean-square and scale normalisation.</summary>
public abstract class PositionNorm : SequenceLayer
{
    /// <summary>The usual number that is added to a variance.</summary>
    public const double UsualEpsilon = 1e-5;

    private protected readonly double _epsilon;
    private protected readonly Parameter weight;
    private protected readonly Parameter? bias;
    private protected readonly long _features;

    private protected PositionNorm(string name, long features, bool hasBias, double epsilon, bool hasOneWeight = false)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        if (epsilon is not (> 0 and < double.PositiveInfinity))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "A norm adds a finite number above 0 to a variance.");
        }

        (_features, _epsilon) = (features, epsilon);
        weight = ModuleTensor.Parameter(ones(hasOneWeight ? 1 : features));
        bias = hasBias ? ModuleTensor.Parameter(zeros(features)) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public sealed override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(GetType().Name, u, lengths, _features, half: true);
        return Normalise(u);
    }

    /// <summary>Normalises one position of every sequence, and writes the result to memory of the caller.</summary>
    /// <param name="u">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor u, Tensor output)
    {
        SequenceShape.CheckStep(GetType().Name, u, _features, half: true);
        if (weight.size(0) != _features || !FusedNorm.TryRun(u, weight, bias, _epsilon, output))
        {
            using var noGradient = no_grad();
            using var result = Normalise(u);
            StepOutput.Fill(GetType().Name, output, result);
        }

        return output;
    }

    /// <summary>The norm by torch operators, over the last dimension of any shape.</summary>
    private protected abstract Tensor Normalise(Tensor u);
}
