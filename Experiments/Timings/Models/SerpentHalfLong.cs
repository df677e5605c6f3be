namespace SerpentDsl.Experiments.Timings.Models;

/// <summary><see cref="S4Long"/> with half of its features on a sequence compressed to a half.</summary>
[VariantOf(typeof(S4Long), ReplaceBranches = true)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6)]
internal sealed partial class SerpentHalfLong;
