using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Weights;

/// <summary>Compares architectures with their weights ledgers.</summary>
internal static class WeightsChecker
{
    /// <summary>The differences of an architecture from its ledger; null when checkpoints still load.</summary>
    /// <param name="model">The architecture.</param>
    /// <param name="file">The ledger of the architecture.</param>
    /// <param name="pinCommand">The command that pins the architecture.</param>
    public static Finding? Check(SizedArchitecture model, WeightsFile file, string pinCommand)
    {
        WeightsDifference difference = new(file.Tensors, WeightsDifference.TensorsOf(model));
        return difference.IsEmpty
            ? null
            : new Finding(
                Rules.WeightsChanged, Anchor.Class, EquatableArray.Of(
                    model.Architecture.Class.Name, file.Name, difference.ToString(), pinCommand));
    }

    /// <summary>Reports a ledger whose architecture does not exist; null when it exists, or the ledger names none.</summary>
    /// <param name="file">The ledger.</param>
    /// <param name="architectures">Full names of all declared architectures.</param>
    public static Diagnostic? FindStray(WeightsFile file, EquatableArray<string> architectures) =>
        file.Architecture.Length == 0 || architectures.Contains(file.Architecture)
            ? null
            : Diagnostic.Create(Rules.UnknownPinned, file.Head.In(file.Path), file.Architecture, Nearest(file.Architecture, architectures));

    /// <summary>The architecture that the ledger probably means: one with the same simple name, in words.</summary>
    private static string Nearest(string architecture, EquatableArray<string> architectures)
    {
        var simple = architecture.Substring(architecture.LastIndexOf('.') + 1);
        var same = architectures.FirstOrDefault(name => name.Substring(name.LastIndexOf('.') + 1) == simple);
        return same is null ? "correct the name, or delete the file" : $"write '{same}' if it was moved, or delete the file";
    }
}
