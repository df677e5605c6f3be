using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Small layers for tests whose recurrences have coefficients from the input.</summary>
internal static class SelectiveLayers
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
        ["mamba-3"] = () => new Mamba3(Features, 8, 2, 4, 1, false, 1e-4, 1e-3, 1e-1, 1e-4, outputNorm: false, residualLayers: 1),
        ["mamba-3, 2 groups, all turned, norm"] = () => new Mamba3(
            Features, 5, 2, 3, 2, true, 1e-4, 1e-3, 1e-1, 1e-4, outputNorm: true, residualLayers: 2),
        ["gla"] = () => new Gla(Features, 3, 0, 2, 0, 4, 2, double.NegativeInfinity, true, false, GlaFeatureMap.None, 0, false),
        ["gla, shared keys, convolutions, relu, sigmoid"] = () => new Gla(
            Features, 2, 1, 2, 4, 3, 1, -0.9, true, true, GlaFeatureMap.Relu, 3, true),
        ["gateloop"] = () => new GateLoop(Features, 2, 0, complexGates: true, outputGate: true, subNorm: false, gateGradient: 1),
        ["gateloop, a head per channel, norm"] = () => new GateLoop(
            Features, 0, 8, complexGates: true, outputGate: true, subNorm: true, gateGradient: 1),
        ["gateloop, real, no gate"] = () => new GateLoop(
            Features, 3, 0, complexGates: false, outputGate: false, subNorm: false, gateGradient: 1),
        ["gated rnn"] = () => new GatedRnn(Features, 0, tiedGates: true, trueRecurrence: false),
        ["gated rnn, untied, true recurrence"] = () => new GatedRnn(Features, 5, tiedGates: false, trueRecurrence: true),
        ["linear cde"] = () => new LinearCde(Features, 40, 0, 0, CdeControl.Value, CdeSolution.Euler, 1),
        ["linear cde, blocks, increments, exact"] = () => new LinearCde(Features, 40, 8, 4, CdeControl.Increment, CdeSolution.Exact, 0.2),
        ["linear cde, diagonal, increments"] = () => new LinearCde(Features, 40, 9, 1, CdeControl.Increment, CdeSolution.Euler, 0.2),
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
                if (name is "dt_proj.bias" or "dt_bias" or "recurrent_proj.weight")
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
