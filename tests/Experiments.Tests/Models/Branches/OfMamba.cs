namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one Mamba layer.</summary>
[LanguageModel(vocabulary: 32, contextLength: 64)]
[Backbone(features: 16, depth: 1, Norm = Norm.Rms)]
[MambaBranch(StateSize = 8)]
public sealed partial class OfMamba;
