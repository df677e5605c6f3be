namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>The model of <see cref="TinyLanguage"/> on text with documents.</summary>
[VariantOf(typeof(TinyLanguage))]
[Recipe(typeof(DocumentText), Epochs = 3, BatchSize = 8, LearningRate = 2e-2, GradientClip = 1)]
public sealed partial class TinyDocuments;
