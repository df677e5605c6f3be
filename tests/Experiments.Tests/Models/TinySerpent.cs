namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Declared as a user would: both branches of SeRpEnt, small.</summary>
[SequenceClassifier(vocabulary: 8, classes: 4, maxLength: 24)]
[Backbone(features: 8, depth: 2, Dropout = 0.1)]
[S4Branch(StateSize = 4)]
[S4Branch(StateSize = 4, CompressionRate = 0.5, WindowSize = 4)]
[Recipe(typeof(MajorityTask), Epochs = 2, BatchSize = 16, LearningRate = 1e-2, Schedule = Schedule.Cosine, GradientClip = 1)]
public sealed partial class TinySerpent;
