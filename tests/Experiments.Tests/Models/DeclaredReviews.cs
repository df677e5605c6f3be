namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Is trained on a table by its recipe.</summary>
[VariantOf(typeof(OwnClassifier))]
[Recipe(typeof(OwnReviews), Epochs = 1, BatchSize = 8)]
public sealed partial class DeclaredReviews;
