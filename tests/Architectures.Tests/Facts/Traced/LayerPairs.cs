using SerpentDsl.Specs;

namespace SerpentDsl.Architectures.Tests.Facts.Traced;

/// <summary>Pair classifiers of layers that no architecture of the tree uses: what is shared by two sequences and what is not decides their counts.</summary>
internal static partial class LayerPairs
{
    public static IReadOnlyList<ArchitectureSpec> All { get; } =
        [S4DPair.Spec, S4RankTwoPair.Spec, LiquidKBPair.Spec, LiquidPBPair.Spec, LiquidExactPair.Spec, OfficialLiquidKBPair.Spec];

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
}
