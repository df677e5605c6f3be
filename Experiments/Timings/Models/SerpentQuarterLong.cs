namespace SerpentDsl.Experiments.Timings.Models;

/// <summary><see cref="S4Long"/> with a branch of half the features at compression rate 0.25.</summary>
[VariantOf(typeof(S4Long), ReplaceBranches = true)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.25, WindowSize = 6)]
internal sealed partial class SerpentQuarterLong;
