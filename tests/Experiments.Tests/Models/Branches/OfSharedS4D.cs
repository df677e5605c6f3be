namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one S4D layer whose features share two state matrices, and whose modes have a Δ each.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[S4DBranch(StateSize = 8, Copies = 2, DeltaTied = false)]
public sealed partial class OfSharedS4D;
