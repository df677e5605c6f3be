namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A language model with a resampled branch, small.</summary>
[LanguageModel(vocabulary: 10, contextLength: 32)]
[Backbone(features: 12, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
[MambaBranch(StateSize = 4)]
[MambaBranch(StateSize = 4, CompressionRate = 0.5, WindowSize = 3)]
[Recipe(typeof(CountingText), Epochs = 3, BatchSize = 8, LearningRate = 2e-2, GradientClip = 1)]
public sealed partial class TinyLanguage;
