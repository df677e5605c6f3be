namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>41 trillion parameters, more than any machine holds.</summary>
[SequenceClassifier(vocabulary: 8, classes: 4, maxLength: 24)]
[Backbone(features: 1_048_576, depth: 6)]
[MambaBranch]
[Recipe(typeof(MajorityTask), Epochs = 1, BatchSize = 16, LearningRate = 1e-3)]
public sealed partial class TooLarge;
