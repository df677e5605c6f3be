namespace SerpentDsl.Experiments.Tests.Verification;

/// <summary>One declaration for each fault.</summary>
public static partial class FaultyArchitectures
{
    [LanguageModel(vocabulary: 7, contextLength: 40)]
    [Backbone(features: 4, depth: 2, Norm = Norm.Rms)]
    [FaultyBranch]
    public sealed partial class Sound;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.LooksAhead)]
    public sealed partial class LookingAhead;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.StepDrifts)]
    public sealed partial class Drifting;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.ChunkIgnoresLengths)]
    public sealed partial class IgnoringPieces;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.RemembersInTheLayer)]
    public sealed partial class Remembering;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.WrongGradient)]
    public sealed partial class MisledBackward;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.IdleParameter)]
    public sealed partial class Idle;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.CutsGradients)]
    public sealed partial class CuttingGradients;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.Leaks)]
    public sealed partial class Leaking;

    [VariantOf(typeof(Sound), ReplaceBranches = true)]
    [FaultyBranch(Fault = Fault.KnowsItsRow)]
    public sealed partial class KnowingItsRow;

    [SequenceClassifier(vocabulary: 7, classes: 3, maxLength: 40)]
    [Backbone(features: 4, depth: 1)]
    [MeanRemoverBranch]
    public sealed partial class IgnoringPadding;
}
