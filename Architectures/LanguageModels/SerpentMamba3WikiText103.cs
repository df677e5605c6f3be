namespace SerpentDsl.Architectures.LanguageModels;

/// <summary>
/// SeRpEnt+Mamba-3 on WikiText-103: <see cref="MambaWikiText103"/> with two Mamba-3 branches, one of which works causally on sequences
/// resampled by learned intervals. Not in the paper.
/// </summary>
/// <remarks>Chosen here, because the paper has no such model: two branches, and window and time basis of its SeRpEnt+Mamba.</remarks>
[VariantOf(typeof(MambaWikiText103), ReplaceBranches = true)]
[Mamba3Branch, Mamba3Branch(CompressionRate = 0.5, WindowSize = 7, TimeBasis = 64)]
public sealed partial class SerpentMamba3WikiText103;
