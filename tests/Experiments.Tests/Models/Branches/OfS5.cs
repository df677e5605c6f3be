namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one S5 layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[S5Branch(StateSize = 8, BlockSize = 8)]
public sealed partial class OfS5;
