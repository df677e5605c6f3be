using SerpentDsl.Kernels.Activations;
using SerpentDsl.Kernels.Steps;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Mixes features at each position by a gate alone, as at the end of an S5 layer: <c>x · sigmoid(W x)</c> ("half_glu1", behind branches
/// that end in GELU), or <c>x · sigmoid(W gelu(x))</c> ("half_glu2", behind branches without an activation).
/// </summary>
[LayerParameter("gate.weight", "Features", "Features")]
[LayerParameter("gate.bias", "Features")]
// The gate is a sigmoid and a product; GELU counts five operations. The sigmoid is kept, and what the gate reads when it is not the input.
[LayerCost(
    "Length * Features * (2 * Features + 3 + 5 * GeluGate)",
    StepFlops = "Features * (2 * Features + 3 + 5 * GeluGate)",
    KeptBytes = "4 * Length * Features * (1 + GeluGate)")]
public sealed class HalfGatedMixer : nn.Module<Tensor, Tensor>
{
    private readonly long _features;
    private readonly bool _geluGate;
    private readonly Linear gate;

    /// <summary>Makes the layer with torch's default initialisation of linear layers.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <param name="geluGate">Whether the gate reads gelu(x) in place of x.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public HalfGatedMixer(long features, bool geluGate)
        : base(nameof(HalfGatedMixer))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
        _geluGate = geluGate;
        gate = nn.Linear(features, features);
        RegisterComponents();
    }

    /// <summary>Mixes the features of every position.</summary>
    /// <param name="x">Features, <c>[batch, …, features]</c>.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Tensor forward(Tensor x)
    {
        SequenceShape.CheckFeatures(nameof(HalfGatedMixer), x, _features);
        using var scope = NewDisposeScope();
        var seen = _geluGate ? ExactGelu.Apply(x) : x;
        return FusedGate.Apply(x, gate.call(seen)).MoveToOuterDisposeScope();
    }

    /// <summary>Mixes the features of one position of every sequence, into memory that the caller has.</summary>
    /// <param name="x">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to. Not the features.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor x, Tensor output)
    {
        if (!FusedProjection.TryRun(gate.weight, gate.bias, x, output, _geluGate ? StepGelu.Exact : StepGelu.None, StepGate.Inputs))
        {
            using var noGradient = no_grad();
            using var result = forward(x);
            StepOutput.Fill(nameof(HalfGatedMixer), output, result);
        }

        return output;
    }
}
