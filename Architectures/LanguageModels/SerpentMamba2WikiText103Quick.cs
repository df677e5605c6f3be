namespace SerpentDsl.Architectures.LanguageModels;

/// <summary>The small form of <see cref="SerpentMamba2WikiText103"/>: narrower and shallower, on WikiText-2 in 1,024 byte pairs.</summary>
[VariantOf(typeof(MambaWikiText103Quick), ReplaceBranches = true)]
[Mamba2Branch(HeadSize = 32), Mamba2Branch(HeadSize = 32, CompressionRate = 0.5, WindowSize = 7, TimeBasis = 8)]
public sealed partial class SerpentMamba2WikiText103Quick;
