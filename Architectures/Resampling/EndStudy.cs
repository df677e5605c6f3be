using SerpentDsl.Architectures.Lra;

namespace SerpentDsl.Architectures.Resampling;

/// <summary>
/// A choice of the study: the block of <see cref="PlainStudy"/> with a resampled branch; points at the ends, intervals that start at half
/// the rate.
/// </summary>
[VariantOf(typeof(S4ListOpsQuick), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 1001)]
[Backbone(Features = 52)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
public sealed partial class EndStudy;
