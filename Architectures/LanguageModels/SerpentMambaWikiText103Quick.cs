namespace SerpentDsl.Architectures.LanguageModels;

/// <summary>
/// The small form of <see cref="SerpentMambaWikiText103"/> in the protocol <c>small</c>: <see cref="MambaWikiText103Quick"/> with two
/// more branches that work on sequences resampled by learned intervals.
/// </summary>
[VariantOf(typeof(MambaWikiText103Quick))]
[Backbone(Features = 90)]
[MambaBranch(CompressionRate = 0.5, WindowSize = 7, TimeBasis = 8)]
[MambaBranch(CompressionRate = 0.25, WindowSize = 7, TimeBasis = 8)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentMambaWikiText103Quick;
