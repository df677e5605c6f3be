namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one LiquidS4 layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[LiquidS4Branch(StateSize = 8)]
public sealed partial class OfLiquidS4;
