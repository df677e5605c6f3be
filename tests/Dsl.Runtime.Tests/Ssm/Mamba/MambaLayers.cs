using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Small Mamba and Mamba-2 layers for tests.</summary>
internal static class MambaLayers
{
    public const int Features = 6;

    public static TheoryData<string> Variants => [.. s_variants.Keys];

    private static readonly Dictionary<string, Func<StreamingLayer>> s_variants = new()
    {
        ["mamba"] = () => Mamba(),
        ["mamba, biases, 3 taps, rank 5"] = () => Mamba(
            stateSize: 4, expand: 3, convWidth: 3, dtRank: 5, bias: true, convBias: false, initialisation: DeltaInitialisation.Constant),
        ["mamba, 1 tap, 1 state"] = () => Mamba(stateSize: 1, expand: 1, convWidth: 1),
        ["mamba-2"] = () => Mamba2(),
        ["mamba-2, 2 groups, no norm, biases"] = () => Mamba2(headSize: 3, groups: 2, gatedNorm: false, bias: true, convBias: false),
        ["mamba-2, norm first, skips per channel"] = () => Mamba2(groups: 3, normBeforeGate: true, skipPerChannel: true),
        ["mamba-2, half scanned, limits"] = () => Mamba2(
            headSize: 1, ssmFeatures: 6, leastDelta: 0.01, greatestDelta: 0.05, convRange: 0.5),
    };

    public static StreamingLayer Make(string variant, ScalarType type)
    {
        manual_seed(11);
        var layer = s_variants[variant]();
        using (no_grad())
        {
            // Large steps, so that states forget and gradients are no rounding errors.
            foreach (var (name, parameter) in layer.named_parameters())
            {
                if (name is "dt_proj.bias" or "dt_bias")
                {
                    parameter.normal_();
                }
            }
        }

        return layer.to(type);
    }

    public static Mamba Mamba(
        int stateSize = 8, int expand = 2, int convWidth = 4, int dtRank = 0, bool bias = false, bool convBias = true,
        DeltaInitialisation initialisation = DeltaInitialisation.Random) =>
        new(Features, stateSize, expand, convWidth, dtRank, 1e-3, 1e-1, 1e-4, initialisation, 1, convBias, bias, 1);

    public static Mamba2 Mamba2(
        int headSize = 4,
        int groups = 1,
        int ssmFeatures = 0,
        double leastDelta = 0,
        double greatestDelta = double.PositiveInfinity,
        bool skipPerChannel = false,
        bool gatedNorm = true, bool normBeforeGate = false, double convRange = 0, bool convBias = true, bool bias = false) =>
        new(Features, 5, 2, headSize, groups, 4, ssmFeatures, 1, 16, 1e-3, 1e-1, 1e-4, leastDelta, greatestDelta, skipPerChannel, gatedNorm,
            normBeforeGate,
            convRange, convBias, bias, chunkLength: 8, residualLayers: 1, normPerGroup: true);
}
