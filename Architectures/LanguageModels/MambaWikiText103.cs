namespace SerpentDsl.Architectures.LanguageModels;

/// <summary>
/// Mamba on WikiText-103, a baseline of Table 2: the model of <see cref="S4WikiText103"/> with Mamba blocks instead of S4 and gated linear
/// units. 44.3 million parameters, as published.
/// </summary>
/// <remarks>Gu, Dao: <i>Mamba: Linear-Time Sequence Modeling with Selective State Spaces</i> (arXiv 2312.00752).</remarks>
[VariantOf(typeof(S4WikiText103), ReplaceBranches = true)]
[Backbone(features: 512, depth: 8, Mixer = Mixer.None)]
[MambaBranch]
[Citation("Gu, Dao: Mamba: Linear-Time Sequence Modeling with Selective State Spaces. 2023", Url = "https://arxiv.org/abs/2312.00752")]
public sealed partial class MambaWikiText103;
