namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A classifier of bytes without a recipe, which is used and not trained.</summary>
[SequenceClassifier(vocabulary: 259, classes: 3, maxLength: 32)]
[Backbone(features: 8, depth: 1, Norm = Norm.Layer)]
[S4DBranch(StateSize = 4)]
public sealed partial class TinyReviews;
