namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one LinearCde layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[LinearCdeBranch(BlockSize = 4)]
public sealed partial class OfLinearCde;
