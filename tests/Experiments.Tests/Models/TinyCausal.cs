namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Sees no later token.</summary>
[SequenceClassifier(vocabulary: 8, classes: 4, maxLength: 24, Causal = true)]
[Backbone(features: 8, depth: 1, Norm = Norm.Rms)]
[MambaBranch(StateSize = 3)]
[MambaBranch(StateSize = 3, CompressionRate = 0.75, WindowSize = 3)]
[Recipe(typeof(MajorityTask), Epochs = 2, BatchSize = 16, LearningRate = 1e-2)]
public sealed partial class TinyCausal;
