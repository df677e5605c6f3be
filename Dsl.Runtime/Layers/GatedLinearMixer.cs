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
[LayerCost(
    "2 * Length * Features * (2 * Features + 2)", StepFlops = "2 * Features * (2 * Features + 2)", KeptBytes = "8 * Length * Features")]
public sealed class GatedLinearMixer : FeatureMixer
{
    private readonly Linear linear;

    /// <summary>Makes the layer with torch's default initialisation of linear layers.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public GatedLinearMixer(long features)
        : base(nameof(GatedLinearMixer), features)
    {
        linear = nn.Linear(features, 2 * features);
        RegisterComponents();
    }

    private protected override Linear Map => linear;

    private protected override StepGate Gate => StepGate.Halves;

    private protected override Tensor Mix(Tensor x) => nn.functional.glu(linear.call(x));
}
