namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one Gla layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[GlaBranch(Heads = 2, GateRank = 4)]
public sealed partial class OfGla;
