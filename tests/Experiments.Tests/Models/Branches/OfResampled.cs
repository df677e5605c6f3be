namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model whose second branch is resampled.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[MambaBranch(StateSize = 8)]
[MambaBranch(StateSize = 8, CompressionRate = 0.5, WindowSize = 4)]
public sealed partial class OfResampled;
