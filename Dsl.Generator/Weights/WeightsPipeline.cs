using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Weights;

/// <summary>The generator's steps from ledgers to diagnostics. A changed ledger has its own architecture checked again, and no other.</summary>
internal static class WeightsPipeline
{
    /// <summary>How the files of ledgers end.</summary>
    public const string Extension = ".weights";

    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Reading> readings)
    {
        IncrementalValuesProvider<WeightsFile> files = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            .Select(static (text, token) => WeightsParser.Parse(text.Path, text.GetText(token), token))
            .WithTrackingName(Steps.WeightsFile);
        IncrementalValueProvider<EquatableArray<WeightsFile>> all = files.Collect().Select(static (found, _) => found.ToEquatableArray());

        IncrementalValuesProvider<Problem> changes = readings
            .Combine(all)
            .Select(static (pair, _) => new PinnedReading(pair.Left, FindFile(pair.Right, pair.Left.Declaration.Class.FullName)))
            .WithTrackingName(Steps.Pinned)
            .SelectMany(static (pinned, _) => Check(pinned))
            .WithTrackingName(Steps.Weights);
        context.RegisterSourceOutput(changes, static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));

        context.RegisterSourceOutput(files, static (output, file) =>
        {
            foreach (WeightsFault fault in file.Faults)
            {
                output.ReportDiagnostic(Diagnostic.Create(Rules.MalformedWeights, fault.At.In(file.Path), file.Name, fault.Text));
            }
        });

        IncrementalValueProvider<EquatableArray<string>> names = readings
            .Select(static (reading, _) => reading.Declaration.Class.FullName)
            .Collect()
            .Select(static (found, _) => found.ToEquatableArray());
        context.RegisterSourceOutput(all.Combine(names), static (output, pair) =>
        {
            foreach (Diagnostic stray in FindStray(pair.Left, pair.Right))
            {
                output.ReportDiagnostic(stray);
            }
        });
    }

    private static WeightsFile? FindFile(EquatableArray<WeightsFile> files, string architecture) =>
        files.FirstOrDefault(file => file.Architecture == architecture && file.Faults.Count == 0);

    private static ImmutableArray<Problem> Check(PinnedReading pinned)
    {
        if (pinned.File is not { } file || DeclarationChecker.Check(pinned.Reading.Declaration).Architecture is not { } architecture)
        {
            return [];
        }

        WeightsDifference difference = new(file.Tensors, WeightsDifference.TensorsOf(architecture));
        return difference.IsEmpty
            ? []
            : [new Finding(Rules.WeightsChanged, Anchor.Class, EquatableArray.Of(architecture.Class.Name, file.Name, difference.ToString())).Locate(pinned.Reading.Places)];
    }

    /// <summary>Ledgers that no architecture has, or that another file already is.</summary>
    private static IEnumerable<Diagnostic> FindStray(EquatableArray<WeightsFile> files, EquatableArray<string> architectures)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (WeightsFile file in files.Where(file => file.Architecture.Length > 0))
        {
            if (seen.TryGetValue(file.Architecture, out string? first))
            {
                yield return Diagnostic.Create(Rules.PinnedTwice, file.Head.In(file.Path), file.Architecture, first);
            }
            else if (!architectures.Contains(file.Architecture))
            {
                yield return Diagnostic.Create(Rules.UnknownPinned, file.Head.In(file.Path), file.Architecture, Nearest(file.Architecture, architectures));
            }

            seen[file.Architecture] = file.Name;
        }
    }

    /// <summary>What the ledger may be about: an architecture of the same simple name, in words.</summary>
    private static string Nearest(string architecture, EquatableArray<string> architectures)
    {
        string simple = architecture.Substring(architecture.LastIndexOf('.') + 1);
        string? same = architectures.FirstOrDefault(name => name.Substring(name.LastIndexOf('.') + 1) == simple);
        return same is null ? "correct the name, or delete the file" : $"write '{same}' if it was moved, or delete the file";
    }
}
