using SerpentDsl.Architectures.Lra;

namespace SerpentDsl.Architectures.Resampling;

/// <summary>A choice of the study: <see cref="EndStudy"/> with points in the middles.</summary>
[VariantOf(typeof(S4ListOpsQuick), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 1001)]
[Backbone(Features = 52)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2, PointPlacement = PointPlacement.Middle)]
public sealed partial class MiddleStudy;
