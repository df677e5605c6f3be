using SerpentDsl.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Verification;

/// <summary>Takes the mean over all positions away, padding included; and states a parameter too many.</summary>
[LayerParameter("scale", "Features + 1")]
public sealed class MeanRemover : SequenceLayer
{
    private readonly Parameter scale;

    public MeanRemover(int features)
        : base(nameof(MeanRemover))
    {
        scale = new Parameter(ones(features));
        scale.DetachFromDisposeScope();
        RegisterComponents();
    }

    public override Tensor forward(Tensor u, Tensor? lengths) => (u - u.mean([1], keepdim: true)) * scale;
}
