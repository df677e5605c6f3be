using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Incremental;
using SerpentDsl.Generator.Plan;
using SerpentDsl.Generator.Write;

namespace SerpentDsl.Generator;

/// <summary>
/// Expands every class with a head, such as <c>[SequenceClassifier]</c>, or a <c>[VariantOf]</c> into a TorchSharp module: Read makes
/// plain values of the symbols, Check tests these values against the rules, Plan decides steps and lifetimes, Write writes C#.
/// </summary>
/// <remarks>
/// The generator reports no diagnostics, because no editor offers code fixes for the diagnostics of a generator.
/// <see cref="Analyzers.DeclarationAnalyzer"/> reads and checks the same declarations and reports them.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <summary>The attributes that make a class an architecture.</summary>
    private static readonly string[] s_starts = [.. HeadKinds.All.Select(kind => kind.Name), "VariantOf"];

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var candidates = Candidates.Find(context, s_starts);

        // Source locations are not read here, so that moving a line regenerates nothing.
        var results = candidates.Architectures.Combine(candidates.Compilation)
            .Select(static (pair, token) => pair.Right.Read(pair.Left, token))
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(TrackingNames.Declaration)
            .Select(static (declaration, _) => DeclarationChecker.Check(declaration))
            .WithTrackingName(TrackingNames.Check);

        var ambiguous = results
            .Select(static (result, _) => FileWriter.HintName(result.Class, []))
            .Collect()
            .Select(static (names, _) => FindAmbiguous(names));

        var plans = results
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => Planner.Plan(result.Model!))
            .WithTrackingName(TrackingNames.Plan);
        context.RegisterSourceOutput(plans.Combine(ambiguous), static (output, pair) =>
            output.AddSource(FileWriter.HintName(pair.Left.Architecture.Class, pair.Right), ModelWriter.Write(pair.Left)));

        var analyzersRun = context.AnalyzerConfigOptionsProvider.Select(
            static (options, _) => AnalyzersRun(options.GlobalOptions));
        IncrementalValuesProvider<(CheckResult Result, bool FailsBuild)> broken = results
            .Where(static result => result.Model is null)
            .Combine(analyzersRun)
            .Select(static (pair, _) => (pair.Left, !pair.Right))
            .Where(static pair => pair.Item2 || pair.Left.CanBeExtended);
        context.RegisterSourceOutput(broken.Combine(ambiguous), static (output, pair) =>
            output.AddSource(
                FileWriter.HintName(pair.Left.Result.Class, pair.Right), SkeletonWriter.Write(pair.Left.Result, pair.Left.FailsBuild)));
    }

    /// <summary>Whether the build runs analyzers, which report mistakes. If not, the generated code itself must fail the build.</summary>
    private static bool AnalyzersRun(AnalyzerConfigOptions options)
    {
        var run = Property("RunAnalyzers");
        return !IsFalse(run.Length > 0 ? run : Property("RunAnalyzersDuringBuild"));

        string Property(string name) => options.TryGetValue("build_property." + name, out var value) ? value : "";
        static bool IsFalse(string value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>File names, in capitals, that several classes share. Two file names must not differ in case only.</summary>
    private static EquatableArray<string> FindAmbiguous(ImmutableArray<string> hintNames) => hintNames
        .Select(name => name.Substring(0, name.Length - ".g.cs".Length).ToUpperInvariant())
        .GroupBy(name => name, StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .Select(group => group.Key)
        .ToEquatableArray();
}
