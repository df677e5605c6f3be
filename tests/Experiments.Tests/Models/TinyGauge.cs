namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A regressor without a recipe, which is used and not trained.</summary>
[SequenceRegressor(inputs: 2, outputs: 2, maxLength: 8)]
[Backbone(features: 8, depth: 1, Norm = Norm.Layer)]
[S4DBranch(StateSize = 4)]
public sealed partial class TinyGauge;
