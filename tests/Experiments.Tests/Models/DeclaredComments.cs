namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Is trained on <see cref="OwnComments"/>.</summary>
[VariantOf(typeof(OwnClassifier))]
[Recipe(typeof(OwnComments), Epochs = 1, BatchSize = 8)]
public sealed partial class DeclaredComments;
