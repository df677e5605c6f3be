using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
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
    private static readonly string[] Starts = [.. HeadKinds.All.Select(kind => kind.MetadataName), MetadataNames.VariantOf];

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // One pipeline per attribute that starts a declaration; what concerns all models is gathered from all of them.
        IncrementalValuesProvider<Reading>[] readings = [.. Starts.Select(attribute => Read(context, attribute))];
        IncrementalValuesProvider<Verdict>[] verdicts = [.. readings.Select(Check)];
        IncrementalValueProvider<EquatableArray<string>> ambiguous =
            Gather(verdicts.Select(found => found.Select(static (verdict, _) => FileWriter.HintName(verdict.Class, []))))
                .Select(static (names, _) => FindAmbiguous(names));
        foreach (IncrementalValuesProvider<Verdict> found in verdicts)
        {
            RegisterFiles(context, found, ambiguous);
        }

        WeightsPipeline.Register(context, readings);

        // Models that share a broken backend share its problems, and its own check finds them too: each is reported once.
        IncrementalValueProvider<EquatableArray<Problem>> problems = Gather(readings.Select(found => found.SelectMany(static (reading, _) =>
                DeclarationChecker.Check(reading.Declaration).Findings.Select(finding => finding.Locate(reading.Places)))))
            .Combine(BackendPipeline.Find(context).Collect())
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

    private static IncrementalValuesProvider<Reading> Read(IncrementalGeneratorInitializationContext context, string attribute) => context.SyntaxProvider
        .ForAttributeWithMetadataName(
            attribute,
            static (node, _) => node is TypeDeclarationSyntax,
            static (match, token) => DeclarationReader.Read(match, token))
        .Where(static reading => reading is not null)
        .Select(static (reading, _) => reading!)
        .WithTrackingName(Steps.Read);

    // Where things stand is dropped here: a moved line regenerates nothing.
    private static IncrementalValuesProvider<Verdict> Check(IncrementalValuesProvider<Reading> readings) => readings
        .Select(static (reading, _) => reading.Declaration)
        .WithTrackingName(Steps.Declaration)
        .Select(static (declaration, _) => DeclarationChecker.Check(declaration))
        .WithTrackingName(Steps.Check);

    private static void RegisterFiles(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<Verdict> verdicts,
        IncrementalValueProvider<EquatableArray<string>> ambiguous)
    {
        IncrementalValuesProvider<ModelPlan> plans = verdicts
            .Where(static verdict => verdict.Architecture is not null)
            .Select(static (verdict, _) => Planner.Plan(verdict.Architecture!))
            .WithTrackingName(Steps.Plan);
        context.RegisterSourceOutput(plans.Combine(ambiguous), static (output, pair) =>
            output.AddSource(FileWriter.HintName(pair.Left.Architecture.Class, pair.Right), ModelWriter.Write(pair.Left)));

        IncrementalValuesProvider<Verdict> skeletons = verdicts.Where(static verdict => verdict.Architecture is null && verdict.Class.CanBeExtended);
        context.RegisterSourceOutput(skeletons.Combine(ambiguous), static (output, pair) =>
            output.AddSource(FileWriter.HintName(pair.Left.Class, pair.Right), SkeletonWriter.Write(pair.Left)));
    }

    /// <summary>The values of several pipelines in one list.</summary>
    internal static IncrementalValueProvider<EquatableArray<T>> Gather<T>(IEnumerable<IncrementalValuesProvider<T>> pipelines)
        where T : IEquatable<T> => pipelines
            .Select(static values => values.Collect().Select(static (list, _) => list.ToEquatableArray()))
            .Aggregate(static (all, more) => all.Combine(more).Select(static (pair, _) => pair.Left.Concat(pair.Right).ToEquatableArray()));

    /// <summary>The file names, in capitals, that several classes would have; file names differ in more than case.</summary>
    private static EquatableArray<string> FindAmbiguous(EquatableArray<string> hintNames) => hintNames
        .Select(name => name.Substring(0, name.Length - ".g.cs".Length).ToUpperInvariant())
        .GroupBy(name => name, StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .Select(group => group.Key)
        .ToEquatableArray();
}
