using SerpentDsl.Kernels.Steps;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Mixes features at each position: a linear layer to twice the width, one half of which gates the other
/// (<c>a · sigmoid(b)</c>), as at the end of the official S4 block.
/// </summary>
[LayerParameter("linear.weight", "2 * Features", "Features")]
[LayerParameter("linear.bias", "2 * Features")]
// The gate is a sigmoid and a product.
[LayerCost("2 * Length * Features * (2 * Features + 2)", StepFlops = "2 * Features * (2 * Features + 2)", KeptBytes = "8 * Length * Features")]
public sealed class GatedLinearMixer : nn.Module<Tensor, Tensor>
{
    private readonly long _features;
    private readonly Linear linear;

    /// <summary>Makes the layer with torch's default initialisation of linear layers.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public GatedLinearMixer(long features)
        : base(nameof(GatedLinearMixer))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
        linear = nn.Linear(features, 2 * features);
        RegisterComponents();
    }

    /// <summary>Mixes the features of every position.</summary>
    /// <param name="x">Features, <c>[batch, …, features]</c>.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Tensor forward(Tensor x)
    {
        SequenceShape.CheckFeatures(nameof(GatedLinearMixer), x, _features);
        using var scope = NewDisposeScope();
        return nn.functional.glu(linear.call(x)).MoveToOuterDisposeScope();
    }

    /// <summary>Mixes the features of one position of every sequence, into memory that the caller has.</summary>
    /// <param name="x">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to. Not the features.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor x, Tensor output)
    {
        if (!FusedProjection.TryRun(linear.weight, linear.bias, x, output, gate: StepGate.Halves))
        {
            using var noGradient = no_grad();
            using var result = forward(x);
            StepOutput.Fill(nameof(GatedLinearMixer), output, result);
        }

        return output;
    }
}
