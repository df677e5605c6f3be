using SerpentDsl.Architectures.Lra;

namespace SerpentDsl.Architectures.Resampling;

/// <summary>A control of the study: two S4 branches without resampling, whose states differ a little because equal branches are
/// refused.</summary>
[VariantOf(typeof(S4ListOpsQuick), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 1001)]
[Backbone(Features = 70)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 10)]
public sealed partial class TwoBranchStudy;
