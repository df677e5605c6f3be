namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Layers with diagonal state matrices.</summary>
[SequenceClassifier(vocabulary: 8, classes: 4, maxLength: 24)]
[Backbone(features: 12, depth: 1)]
[S4DBranch(StateSize = 4)]
[S5Branch(StateSize = 4, BlockSize = 4, CompressionRate = 0.9, WindowSize = 2)]
[MambaBranch(StateSize = 3, CompressionRate = 0.75, WindowSize = 3)]
[Recipe(typeof(MajorityTask), Epochs = 2, BatchSize = 16, LearningRate = 1e-2)]
public sealed partial class TinyDiagonal;
