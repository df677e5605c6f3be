namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Two towers, small.</summary>
[PairClassifier(vocabulary: 8, classes: 2, maxLength: 24)]
[Backbone(features: 16, depth: 1)]
[S4DBranch(StateSize = 4)]
[Recipe(typeof(SameStart), Epochs = 12, BatchSize = 16, LearningRate = 2e-2)]
public sealed partial class TinyPair;
