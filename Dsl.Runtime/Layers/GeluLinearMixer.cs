using SerpentDsl.Kernels.Steps;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Mixes features at each position: GELU and a linear layer, for branches that end without an activation.</summary>
[LayerParameter("linear.weight", "Features", "Features")]
[LayerParameter("linear.bias", "Features")]
// GELU counts five operations, and keeps its own input beside that of the linear layer.
[LayerCost("Length * Features * (2 * Features + 6)", StepFlops = "Features * (2 * Features + 6)", KeptBytes = "4 * Length * Features")]
public sealed class GeluLinearMixer : nn.Module<Tensor, Tensor>
{
    private readonly long _features;
    private readonly Linear linear;

    /// <summary>Makes the layer with torch's default initialisation of linear layers.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public GeluLinearMixer(long features)
        : base(nameof(GeluLinearMixer))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
        linear = nn.Linear(features, features);
        RegisterComponents();
    }

    /// <summary>Mixes the features of every position.</summary>
    /// <param name="x">Features, <c>[batch, …, features]</c>.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Tensor forward(Tensor x)
    {
        SequenceShape.CheckFeatures(nameof(GeluLinearMixer), x, _features);
        using var scope = NewDisposeScope();
        return linear.call(ExactGelu.Apply(x)).MoveToOuterDisposeScope();
    }

    /// <summary>Mixes the features of one position of every sequence, into memory that the caller has.</summary>
    /// <param name="x">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to. Not the features.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor x, Tensor output)
    {
        if (!FusedProjection.TryRun(linear.weight, linear.bias, x, output, StepGelu.Exact))
        {
            using var noGradient = no_grad();
            using var result = forward(x);
            StepOutput.Fill(nameof(GeluLinearMixer), output, result);
        }

        return output;
    }
}
