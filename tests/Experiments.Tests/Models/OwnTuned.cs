namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A classifier with the embedding and the backbone of <see cref="OwnLanguage"/>.</summary>
[SequenceClassifier(vocabulary: 300, classes: 2, maxLength: 24, Causal = true)]
[Backbone(features: 8, depth: 1, Norm = Norm.Rms)]
[S4DBranch(StateSize = 4)]
public sealed partial class OwnTuned;
