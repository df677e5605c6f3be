namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A language model as the official Mamba builds them, small.</summary>
[LanguageModel(vocabulary: 16, contextLength: 32, TiedEmbeddings = true)]
[Backbone(features: 8, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
[MambaBranch(StateSize = 4)]
public sealed partial class TinyMambaLm;
