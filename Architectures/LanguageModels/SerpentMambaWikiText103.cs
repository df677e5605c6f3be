namespace SerpentDsl.Architectures.LanguageModels;

/// <summary>
/// SeRpEnt+Mamba on WikiText-103 (Table 2): <see cref="MambaWikiText103"/> with two more branches, which work causally on sequences
/// resampled by learned intervals. The three branches share a width of 513. 47.4 million parameters, as published.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729). From the paper: three branches, the number of
/// parameters. Chosen here: width 513, window 7 and a time basis of 64, which give the published size; compression rates 1/2 and 1/4; the
/// causal form of docs/models/serpent.md, because the paper does not say how its language model avoids looking ahead.
/// </remarks>
[VariantOf(typeof(MambaWikiText103))]
[Backbone(features: 513, depth: 8)]
[MambaBranch(CompressionRate = 0.5, WindowSize = 7, TimeBasis = 64)]
[MambaBranch(CompressionRate = 0.25, WindowSize = 7, TimeBasis = 64)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentMambaWikiText103;
