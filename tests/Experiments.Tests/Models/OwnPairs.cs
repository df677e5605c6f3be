namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Reads pairs of texts; has no recipe.</summary>
[PairClassifier(vocabulary: 258, classes: 2, maxLength: 24)]
[Backbone(features: 8, depth: 1)]
[S4DBranch(StateSize = 4)]
public sealed partial class OwnPairs;
