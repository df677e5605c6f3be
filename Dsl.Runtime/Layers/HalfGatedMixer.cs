using SerpentDsl.Functions;
using SerpentDsl.Kernels.Activations;
using SerpentDsl.Kernels.Steps;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Mixes features at each position by a gate alone, as at the end of an S5 layer: <c>x · sigmoid(W x)</c> ("half_glu1", for branches that
/// end in GELU), or <c>x · sigmoid(W gelu(x))</c> ("half_glu2", for branches without an activation).
/// </summary>
[LayerParameter("gate.weight", "Features", "Features")]
[LayerParameter("gate.bias", "Features")]
// The gate is a sigmoid and a product; GELU counts five operations. The gate is kept for the backward pass.
[LayerCost(
    "Length * Features * (2 * Features + (GeluGate ? 8 : 3))",
    StepFlops = "Features * (2 * Features + (GeluGate ? 8 : 3))",
    KeptBytes = "4 * Length * Features")]
public sealed class HalfGatedMixer : FeatureMixer
{
    private readonly bool _geluGate;
    private readonly Linear gate;

    /// <summary>Makes the layer with torch's default initialisation of linear layers.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <param name="geluGate">Whether the gate reads gelu(x) in place of x.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public HalfGatedMixer(long features, bool geluGate)
        : base(nameof(HalfGatedMixer), features)
    {
        _geluGate = geluGate;
        gate = nn.Linear(features, features);
        RegisterComponents();
    }

    private protected override Linear Map => gate;

    private protected override bool ReadsGelu => _geluGate;

    private protected override StepGate Gate => StepGate.Inputs;

    private protected override Tensor Mix(Tensor x) => _geluGate && FusedKernels.Fit(x, gate.weight)
        ? GatedGelu<ExactGeluForm>.Apply(x, GatedValue.Inputs, (gate.weight!, gate.bias!), null)
        : FusedGate.Apply(x, gate.call(_geluGate ? ExactGelu.Apply(x) : x));
}
