namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A language model without a recipe, which is used and not trained. It knows more tokens than its tokenizer.</summary>
[LanguageModel(vocabulary: 32, contextLength: 64)]
[Backbone(features: 8, depth: 1, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
[MambaBranch(StateSize = 4)]
public sealed partial class TinyWriter;
