using SerpentDsl.Architectures.Lra;

namespace SerpentDsl.Architectures.Resampling;

/// <summary>
/// A control of the study: the window map of a resampled branch with hardly any compression, 0.98 points for an input, and intervals that
/// do not learn.
/// </summary>
[VariantOf(typeof(S4ListOpsQuick), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 1001)]
[Backbone(Features = 52)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.98, WindowSize = 6, TimeBasis = 2,
          PointPlacement = PointPlacement.Middle, Interval = Interval.Uniform, DeltaBias = 10)]
public sealed partial class WindowStudy;
