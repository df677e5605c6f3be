namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Reads series of single numbers and answers one.</summary>
[SequenceRegressor(inputs: 1, outputs: 1, maxLength: 12)]
[Backbone(features: 8, depth: 1)]
[S4DBranch(StateSize = 4)]
public sealed partial class OwnRegressor;
