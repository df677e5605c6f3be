using SerpentDsl.Specs;

namespace SerpentDsl.Architectures.Tests.Facts.Flops;

/// <summary>
/// Models of layers that no architecture of the tree uses, as they were when their operations were counted. Most are pair classifiers:
/// what is shared by two sequences and what is not decides their counts.
/// </summary>
internal static partial class CountedLayers
{
    public static IReadOnlyList<ArchitectureSpec> All { get; } =
    [
        S4DPair.Spec, S4RankTwoPair.Spec, LiquidKBPair.Spec, LiquidPBPair.Spec, LiquidExactPair.Spec, OfficialLiquidKBPair.Spec,
        S4DStream.Spec, S4Stream.Spec, LiquidKBStream.Spec, Mamba2Stream.Spec,
        Mamba3Stream.Spec,
    ];

    [PairClassifier(vocabulary: 8, classes: 2, maxLength: 500)]
    [Backbone(features: 16, depth: 1)]
    [S4DBranch(StateSize = 32)]
    internal sealed partial class S4DPair;

    [PairClassifier(vocabulary: 8, classes: 2, maxLength: 500)]
    [Backbone(features: 16, depth: 1)]
    [S4Branch(StateSize = 32, Rank = 2, Initialisation = Initialisation.LegT)]
    internal sealed partial class S4RankTwoPair;

    [PairClassifier(vocabulary: 8, classes: 2, maxLength: 500)]
    [Backbone(features: 16, depth: 1)]
    [LiquidS4Branch(StateSize = 32, Kernel = LiquidKernel.KB, Order = 3)]
    internal sealed partial class LiquidKBPair;

    [PairClassifier(vocabulary: 8, classes: 2, maxLength: 500)]
    [Backbone(features: 16, depth: 1)]
    [LiquidS4Branch(StateSize = 32, Kernel = LiquidKernel.PB, Order = 3, Bidirectional = false)]
    internal sealed partial class LiquidPBPair;

    [PairClassifier(vocabulary: 8, classes: 2, maxLength: 500)]
    [Backbone(features: 16, depth: 1)]
    [LiquidS4Branch(StateSize = 32, Kernel = LiquidKernel.Exact)]
    internal sealed partial class LiquidExactPair;

    [PairClassifier(vocabulary: 8, classes: 2, maxLength: 500)]
    [Backbone(features: 16, depth: 1)]
    [OfficialLiquidS4Branch(StateSize = 32, Kernel = LiquidKernel.KB, Order = 3)]
    internal sealed partial class OfficialLiquidKBPair;

    [LanguageModel(vocabulary: 50, contextLength: 500)]
    [Backbone(features: 32, depth: 1, Norm = Norm.Layer, Mixer = Mixer.GeluLinear)]
    [S4DBranch(StateSize = 32)]
    internal sealed partial class S4DStream;

    [LanguageModel(vocabulary: 50, contextLength: 500)]
    [Backbone(features: 32, depth: 1, Norm = Norm.Rms, Mixer = Mixer.HalfGlu2)]
    [S4Branch(StateSize = 32, Rank = 2, Initialisation = Initialisation.LegT)]
    internal sealed partial class S4Stream;

    [LanguageModel(vocabulary: 50, contextLength: 500)]
    [Backbone(features: 32, depth: 1, Norm = Norm.Layer, Mixer = Mixer.HalfGlu1)]
    [LiquidS4Branch(StateSize = 32, Kernel = LiquidKernel.KB, Order = 3)]
    internal sealed partial class LiquidKBStream;

    [LanguageModel(vocabulary: 50, contextLength: 500)]
    [Backbone(features: 64, depth: 1, Norm = Norm.Rms)]
    [Mamba2Branch(StateSize = 32, HeadSize = 16)]
    internal sealed partial class Mamba2Stream;

    [LanguageModel(vocabulary: 50, contextLength: 500)]
    [Backbone(features: 64, depth: 1, Norm = Norm.Rms)]
    [Mamba3Branch(StateSize = 32, HeadSize = 16)]
    internal sealed partial class Mamba3Stream;
}
