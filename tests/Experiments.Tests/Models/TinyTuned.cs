namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A classifier with the embedding and the backbone of <see cref="TinyMambaText"/>, and of its official form.</summary>
[SequenceClassifier(vocabulary: 16, classes: 4, maxLength: 32, Causal = true)]
[Backbone(features: 8, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
[MambaBranch(StateSize = 4)]
[Recipe(typeof(MajorityTask), Epochs = 1, BatchSize = 16, LearningRate = 1e-2, WeightDecay = 0.1, GradientClip = 1)]
public sealed partial class TinyTuned;
