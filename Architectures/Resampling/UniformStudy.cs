using SerpentDsl.Architectures.Lra;

namespace SerpentDsl.Architectures.Resampling;

/// <summary>A control of the study: <see cref="MiddleSlowStudy"/> with uniform intervals, which do not learn.</summary>
[VariantOf(typeof(S4ListOpsQuick), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 1001)]
[Backbone(Features = 52)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2,
          PointPlacement = PointPlacement.Middle, Interval = Interval.Uniform, DeltaBias = 1)]
public sealed partial class UniformStudy;
