using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Incremental;
using SerpentDsl.Generator.Plan;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Weights;
using SerpentDsl.Generator.Write;

namespace SerpentDsl.Generator;

/// <summary>
/// Expands every class with a head, such as <c>[SequenceClassifier]</c>, or a <c>[VariantOf]</c> into a TorchSharp module: Read takes values off the symbols, Check
/// holds them against the rules, Plan decides steps and lifetimes, Write writes C#.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <summary>The attributes that make a class an architecture.</summary>
    private static readonly string[] Starts = [.. HeadKinds.All.Select(kind => kind.Name), "VariantOf"];

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Candidates candidates = Candidates.Find(context, Starts);
        IncrementalValuesProvider<Reading> readings = candidates.Architectures.Combine(candidates.World)
            .Select(static (pair, token) => DeclarationReader.Read(pair.Left, pair.Right, token))
            .Where(static reading => reading is not null)
            .Select(static (reading, _) => reading!)
            .WithTrackingName(Steps.Read);

        // Where things stand is dropped here: a moved line regenerates nothing.
        IncrementalValuesProvider<Verdict> verdicts = readings
            .Select(static (reading, _) => reading.Declaration)
            .WithTrackingName(Steps.Declaration)
            .Select(static (declaration, _) => DeclarationChecker.Check(declaration))
            .WithTrackingName(Steps.Check);

        IncrementalValueProvider<EquatableArray<string>> ambiguous = verdicts
            .Select(static (verdict, _) => FileWriter.HintName(verdict.Class, []))
            .Collect()
            .Select(static (names, _) => FindAmbiguous(names));

        IncrementalValuesProvider<ModelPlan> plans = verdicts
            .Where(static verdict => verdict.Architecture is not null)
            .Select(static (verdict, _) => Planner.Plan(verdict.Architecture!))
            .WithTrackingName(Steps.Plan);
        context.RegisterSourceOutput(plans.Combine(ambiguous), static (output, pair) =>
            output.AddSource(FileWriter.HintName(pair.Left.Architecture.Class, pair.Right), ModelWriter.Write(pair.Left)));

        IncrementalValuesProvider<Verdict> skeletons = verdicts.Where(static verdict => verdict.Architecture is null && verdict.Class.CanBeExtended);
        context.RegisterSourceOutput(skeletons.Combine(ambiguous), static (output, pair) =>
            output.AddSource(FileWriter.HintName(pair.Left.Class, pair.Right), SkeletonWriter.Write(pair.Left)));

        WeightsPipeline.Register(context, readings);

        // Models that share a broken backend share its problems, and its own check finds them too: each is reported once.
        IncrementalValueProvider<EquatableArray<Problem>> problems = readings
            .SelectMany(static (reading, _) => DeclarationChecker.Check(reading.Declaration).Findings.Select(finding => finding.Locate(reading.Places)))
            .Collect()
            .Combine(BackendPipeline.Find(candidates).Collect())
            .Select(static (all, _) => all.Right.SelectMany(problems => problems).Concat(all.Left).Distinct().ToEquatableArray())
            .WithTrackingName(Steps.Problems);
        context.RegisterSourceOutput(problems, static (output, list) =>
        {
            foreach (Problem problem in list)
            {
                output.ReportDiagnostic(problem.ToDiagnostic());
            }
        });
    }

    /// <summary>The file names, in capitals, that several classes would have; file names differ in more than case.</summary>
    private static EquatableArray<string> FindAmbiguous(ImmutableArray<string> hintNames) => hintNames
        .Select(name => name.Substring(0, name.Length - ".g.cs".Length).ToUpperInvariant())
        .GroupBy(name => name, StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .Select(group => group.Key)
        .ToEquatableArray();
}
