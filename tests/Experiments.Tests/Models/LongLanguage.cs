namespace SerpentDsl.Experiments.Tests.Models;

/// <summary><see cref="TinyLanguage"/> with room for a whole text.</summary>
[VariantOf(typeof(TinyLanguage))]
[LanguageModel(ContextLength = 512)]
public sealed partial class LongLanguage;
