namespace SerpentDsl.Experiments.Timings.Models;

/// <summary><see cref="S4Long"/> with half of its features on a sequence compressed to a quarter.</summary>
[VariantOf(typeof(S4Long), ReplaceBranches = true)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.25, WindowSize = 6)]
internal sealed partial class SerpentQuarterLong;
