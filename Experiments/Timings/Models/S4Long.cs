namespace SerpentDsl.Experiments.Timings.Models;

/// <summary>S4 on long sequences, without mixers.</summary>
[SequenceClassifier(vocabulary: 256, classes: 10, maxLength: 4096)]
[Backbone(features: 128, depth: 4, Norm = Norm.Batch)]
[S4Branch(StateSize = 8)]
internal sealed partial class S4Long;
