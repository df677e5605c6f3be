namespace SerpentDsl.Experiments.Tests.Models.Branches;

/// <summary>A language model of one GateLoop layer.</summary>
[VariantOf(typeof(OfMamba), ReplaceBranches = true)]
[GateLoopBranch(Heads = 2)]
public sealed partial class OfGateLoop;
