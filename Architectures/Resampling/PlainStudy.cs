using SerpentDsl.Architectures.Lra;

namespace SerpentDsl.Architectures.Resampling;

/// <summary>
/// The baseline of the study: S4 in the block of <see cref="S4ListOpsQuick"/>, for expressions of any length up to 1,000 symbols.
/// </summary>
[VariantOf(typeof(S4ListOpsQuick), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 1001)]
[Backbone(Features = 84)]
[S4Branch(StateSize = 8)]
public sealed partial class PlainStudy;
