using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SerpentDsl.Generator.Analyzers;
using SerpentDsl.Layers;
using TorchSharp;

namespace SerpentDsl.Generator.Tests;

/// <summary>Compiles declarations in memory, with and without the generator.</summary>
internal static class Compilations
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(SequenceLayer).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(PositiveTransform).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Tasks.ShortListOps).Assembly.Location),
    ];

    // All compilations descend from this one, so that the references are read once.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Declared",
        syntaxTrees: null,
        s_references,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999,
            specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]));

    /// <summary>All analyzers that come with the generator.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [new DeclarationAnalyzer(), new HeadlessDeclarationAnalyzer(), new BackendAnalyzer(), new WeightsAnalyzer()];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>A library of one file per source, as a user's project would compile it.</summary>
    public static CSharpCompilation Create(params string[] sources) =>
        s_empty.AddSyntaxTrees([.. sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{i}.cs"))]);

    public static GeneratorDriver CreateDriver(params AdditionalText[] files) => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        additionalTexts: files,
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator on sources.</summary>
    public static GeneratorRunResult Run(params string[] sources) => Run(Create(sources));

    public static GeneratorRunResult Run(CSharpCompilation compilation) =>
        CreateDriver().RunGenerators(compilation).GetRunResult().Results.Single();

    /// <summary>What the analyzers and the compiler complain about.</summary>
    public static ImmutableArray<Diagnostic> Compile(CSharpCompilation compilation, params AdditionalText[] files)
    {
        var (expanded, reported) = Expand(compilation, files);
        return [.. reported, .. Relevant(expanded.GetDiagnostics(), compilation)];
    }

    /// <summary>Adds the generated files, and runs the analyzers on all.</summary>
    public static (CSharpCompilation Expanded, ImmutableArray<Diagnostic> Reported) Expand(
        CSharpCompilation compilation, params AdditionalText[] files)
    {
        CreateDriver(files).RunGeneratorsAndUpdateCompilation(compilation, out var expanded, out var reported);
        Assert.Empty(reported);
        return ((CSharpCompilation)expanded, Analyze(expanded, files));
    }

    /// <summary>What the analyzers report for sources.</summary>
    public static ImmutableArray<Diagnostic> Report(params string[] sources) => Report(Create(sources));

    /// <summary>What the analyzers report for a compilation without the generated files.</summary>
    public static ImmutableArray<Diagnostic> Report(CSharpCompilation compilation, params AdditionalText[] files) =>
        Expand(compilation, files).Reported;

    /// <summary>What the analyzers report for a compilation with the generated files, in the order of the text.</summary>
    public static ImmutableArray<Diagnostic> Analyze(Compilation expanded, params AdditionalText[] files) =>
    [
        .. expanded.WithAnalyzers(Analyzers, new AnalyzerOptions([.. files])).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .OrderBy(found => found.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(found => found.Location.SourceSpan.Start)
            .ThenBy(found => found.Id, StringComparer.Ordinal)
            .ThenBy(found => found.GetMessage(), StringComparer.Ordinal),
    ];

    /// <summary>Errors and warnings, but for those about missing doc comments in the sources of a test.</summary>
    public static IEnumerable<Diagnostic> Relevant(ImmutableArray<Diagnostic> found, CSharpCompilation sources) => found.Where(diagnostic =>
        diagnostic.Severity >= DiagnosticSeverity.Warning &&
        !(diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree is { } tree && sources.ContainsSyntaxTree(tree)));
}
