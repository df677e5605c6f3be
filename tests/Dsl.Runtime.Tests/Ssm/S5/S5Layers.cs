using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Small S5 layers for tests.</summary>
internal static class S5Layers
{
    public const int Features = 5;

    /// <summary>A layer of <see cref="Features"/> features with Δ from 0.01 to 1.</summary>
    public static S5 Make(
        bool bidirectional = false,
        int stateSize = 8,
        int blockSize = 4,
        bool conjugate = true,
        Discretisation rule = Discretisation.ZeroOrderHold,
        bool clips = false,
        S5Activation activation = S5Activation.HalfGlu1,
        S5Preset preset = S5Preset.Official) =>
        new(
            Features,
            bidirectional,
            stateSize,
            blockSize,
            conjugate,
            rule,
            S5OutputInitialisation.ComplexNormal,
            clips,
            1e-2,
            1,
            activation,
            preset,
            S5OptimizerGroups.Standard,
            false,
            1e-3);

    public static Tensor Parameter(nn.Module layer, string name) =>
        layer.named_parameters().Single(parameter => parameter.name == name).parameter;
}
