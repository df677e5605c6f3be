using SerpentDsl.Functions;
using SerpentDsl.Kernels.Steps;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Mixes features at each position by one linear layer, with a GELU or a gate around it: the base of the mixers.</summary>
public abstract class FeatureMixer : nn.Module<Tensor, Tensor>
{
    private readonly long _features;

    private protected FeatureMixer(string name, long features)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
    }

    /// <summary>The linear layer.</summary>
    private protected abstract Linear Map { get; }

    /// <summary>Whether the linear layer reads gelu(x) instead of x.</summary>
    private protected virtual bool ReadsGelu => false;

    /// <summary>The gate after the linear layer.</summary>
    private protected virtual StepGate Gate => StepGate.None;

    /// <summary>Mixes the features of every position.</summary>
    /// <param name="x">Features, <c>[batch, …, features]</c>.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public sealed override Tensor forward(Tensor x)
    {
        SequenceShape.CheckFeatures(GetType().Name, x, _features);
        using var scope = NewDisposeScope();
        return Mix(x).MoveToOuterDisposeScope();
    }

    /// <summary>Mixes the features of one position of every sequence, and writes the result to memory of the caller.</summary>
    /// <param name="x">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to. Not the features.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor x, Tensor output)
    {
        if (!FusedProjection.TryRun(Map.weight, Map.bias, x, output, ReadsGelu ? StepGelu.Exact : StepGelu.None, Gate))
        {
            using var noGradient = no_grad();
            using var result = forward(x);
            StepOutput.Fill(GetType().Name, output, result);
        }

        return output;
    }

    /// <summary>What <see cref="forward"/> computes, by operators in the current dispose scope.</summary>
    private protected abstract Tensor Mix(Tensor x);
}
