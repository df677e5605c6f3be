namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>The model of <see cref="TinyMambaLm"/> with a recipe.</summary>
[LanguageModel(vocabulary: 16, contextLength: 32, TiedEmbeddings = true)]
[Backbone(features: 8, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
[MambaBranch(StateSize = 4)]
[Recipe(typeof(CountingText), Epochs = 2, BatchSize = 8, LearningRate = 2e-2, GradientClip = 1)]
public sealed partial class TinyMambaText;
