namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one S4 layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[S4Branch(StateSize = 8)]
public sealed partial class OfS4;
