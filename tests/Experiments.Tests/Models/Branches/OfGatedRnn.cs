namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one GatedRnn layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[GatedRnnBranch]
public sealed partial class OfGatedRnn;
