namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Reads the bytes of texts; has no recipe, so that the command line names its data.</summary>
[SequenceClassifier(vocabulary: 258, classes: 2, maxLength: 24)]
[Backbone(features: 8, depth: 1)]
[S4DBranch(StateSize = 4)]
public sealed partial class OwnClassifier;
