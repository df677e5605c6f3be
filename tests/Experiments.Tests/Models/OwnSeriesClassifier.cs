namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Reads series of two numbers; its outputs are the logits of two classes.</summary>
[SequenceRegressor(inputs: 2, outputs: 2, maxLength: 12)]
[Backbone(features: 8, depth: 1)]
[S4DBranch(StateSize = 4)]
public sealed partial class OwnSeriesClassifier;
