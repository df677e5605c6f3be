namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one Mamba2 layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[Mamba2Branch(StateSize = 8, HeadSize = 8)]
public sealed partial class OfMamba2;
