using SerpentDsl.Functions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Normalises each position over its features: the base of layer and root-mean-square normalisation.</summary>
public abstract class PositionNorm : SequenceLayer
{
    private protected const double Epsilon = 1e-5;
    private protected readonly Parameter weight;
    private protected readonly Parameter? bias;
    private protected readonly long _features;

    private protected PositionNorm(string name, long features, bool hasBias)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
        weight = ModuleTensor.Parameter(ones(features));
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
        if (!FusedNorm.TryRun(u, weight, bias, Epsilon, output))
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
