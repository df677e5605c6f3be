namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one S4D layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[S4DBranch(StateSize = 8)]
public sealed partial class OfS4D;
