using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Tests;

/// <summary>A run of the generator and its analyzers as one text: diagnostics with what they point at, then files by name.</summary>
internal static partial class Snapshot
{
    public static SettingsTask Verify(string source) =>
        Verifier.Verify(Render(Compilations.Run(source), Compilations.Report(source)))
            .UseDirectory("Snapshots")
            .ScrubLinesWithReplace(line => ToolVersion().Replace(line, "\"SerpentDsl.Generator\", \"{version}\""));

    public static string Render(GeneratorRunResult run, ImmutableArray<Diagnostic> reported)
    {
        Assert.Null(run.Exception);
        StringBuilder text = new();
        foreach (var found in reported.OrderBy(found => found.Location.SourceSpan.Start).ThenBy(found => found.Id, StringComparer.Ordinal))
        {
            text.Append($"// {found.Id} {found.Severity} at {found.Location.GetLineSpan().StartLinePosition}: {found.GetMessage()}\n");
            text.Append($"//   {found.Location.SourceTree?.GetText().ToString(found.Location.SourceSpan)}\n");
        }

        foreach (var source in run.GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal))
        {
            text.Append($"// ==== {source.HintName}\n{source.SourceText}\n");
        }

        return text.ToString();
    }

    [GeneratedRegex("\"SerpentDsl\\.Generator\", \"[0-9.]+\"")]
    private static partial Regex ToolVersion();
}
