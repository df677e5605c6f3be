using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Reporting;

/// <content>51x: weights ledgers.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor WeightsChanged = Error(
        "SDSL510", "Weights", "Checkpoints no longer load",
        "{0}: checkpoints as pinned in {1} no longer load: {2}; undo the change, or pin the new weights by {3}");

    public static readonly DiagnosticDescriptor MalformedWeights = Error(
        "SDSL511", "Weights", "Weights ledger cannot be read",
        "{0}: {1}; write the file by {2}");

    public static readonly DiagnosticDescriptor UnknownPinned = Warning(
        "SDSL512", "Weights", "Weights ledger is about no architecture",
        "No architecture {0} is declared here, so nothing is compared with this ledger; {1}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor PinnedTwice = Error(
        "SDSL513", "Weights", "Architecture is pinned twice",
        "{0} is already pinned in {1}; delete one of the two ledgers");
}
