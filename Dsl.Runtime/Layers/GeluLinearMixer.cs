using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Mixes features at each position: GELU and a linear layer, for branches that end without an activation.</summary>
[LayerParameter("linear.weight", "Features", "Features")]
[LayerParameter("linear.bias", "Features")]
// GELU counts five operations, and keeps its input in addition to that of the linear layer.
[LayerCost("Length * Features * (2 * Features + 6)", StepFlops = "Features * (2 * Features + 6)", KeptBytes = "4 * Length * Features")]
public sealed class GeluLinearMixer : FeatureMixer
{
    private readonly Linear linear;

    /// <summary>Makes the layer with torch's default initialisation of linear layers.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public GeluLinearMixer(long features)
        : base(nameof(GeluLinearMixer), features)
    {
        linear = nn.Linear(features, features);
        RegisterComponents();
    }

    private protected override Linear Map => linear;

    private protected override bool ReadsGelu => true;

    private protected override Tensor Mix(Tensor x) => linear.call(ExactGelu.Apply(x));
}
