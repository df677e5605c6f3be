namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one Mamba3 layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[Mamba3Branch(StateSize = 8, HeadSize = 8)]
public sealed partial class OfMamba3;
