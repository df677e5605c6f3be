namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Its memory is mostly that of a step's activations.</summary>
[SequenceClassifier(vocabulary: 8, classes: 4, maxLength: 1024)]
[Backbone(features: 64, depth: 4)]
[S4DBranch(StateSize = 8)]
public sealed partial class LongMemory;
