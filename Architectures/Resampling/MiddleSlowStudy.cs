using SerpentDsl.Architectures.Lra;

namespace SerpentDsl.Architectures.Resampling;

/// <summary>A choice of the study: <see cref="MiddleStudy"/> with intervals that start longer and learn more slowly.</summary>
[VariantOf(typeof(S4ListOpsQuick), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 1001)]
[Backbone(Features = 52)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2,
          PointPlacement = PointPlacement.Middle, DeltaBias = 1, DeltaLearningRate = 1e-3)]
public sealed partial class MiddleSlowStudy;
