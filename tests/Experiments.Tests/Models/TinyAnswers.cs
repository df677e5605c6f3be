namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A classifier of pairs of bytes without a recipe, which is used and not trained.</summary>
[PairClassifier(vocabulary: 259, classes: 2, maxLength: 32)]
[Backbone(features: 8, depth: 1, Norm = Norm.Layer)]
[S4DBranch(StateSize = 4)]
public sealed partial class TinyAnswers;
