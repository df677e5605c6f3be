namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>
/// Has everything that a training carries from step to step: running statistics, dropout, resampling, clipping, patience.
/// </summary>
[SequenceClassifier(vocabulary: 8, classes: 4, maxLength: 24)]
[Backbone(features: 8, depth: 1, Norm = Norm.Batch, Dropout = 0.2)]
[S4DBranch(StateSize = 4)]
[S4DBranch(StateSize = 4, CompressionRate = 0.5, WindowSize = 4)]
[Recipe(typeof(MajorityTask), Epochs = 4, BatchSize = 32, LearningRate = 1e-2, WarmupSteps = 10, Patience = 3, GradientClip = 1)]
public sealed partial class TinyBatchNorm;
