namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Reads running text; has no recipe.</summary>
[LanguageModel(vocabulary: 300, contextLength: 16)]
[Backbone(features: 8, depth: 1, Norm = Norm.Rms)]
[S4DBranch(StateSize = 4)]
public sealed partial class OwnLanguage;
