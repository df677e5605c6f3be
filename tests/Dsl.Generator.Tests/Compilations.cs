using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Layers;
using TorchSharp;

namespace SerpentDsl.Generator.Tests;

/// <summary>Compiles declarations in memory, with and without the generator.</summary>
internal static class Compilations
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(SequenceLayer).Assembly.Location),
    ];

    // All compilations descend from this one, so that the references are read once.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Declared",
        syntaxTrees: null,
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999, specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]));

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>A library of one file per source, as a user's project would compile it.</summary>
    public static CSharpCompilation Create(params string[] sources) =>
        Empty.AddSyntaxTrees([.. sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{i}.cs"))]);

    public static GeneratorDriver CreateDriver(params AdditionalText[] files) => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        additionalTexts: files,
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator on sources.</summary>
    public static GeneratorRunResult Run(params string[] sources) => Run(Create(sources));

    public static GeneratorRunResult Run(CSharpCompilation compilation) =>
        CreateDriver().RunGenerators(compilation).GetRunResult().Results.Single();

    /// <summary>What the generator and the compiler complain about.</summary>
    public static ImmutableArray<Diagnostic> Compile(CSharpCompilation compilation)
    {
        (CSharpCompilation expanded, ImmutableArray<Diagnostic> reported) = Expand(compilation);
        return [.. reported, .. Relevant(expanded.GetDiagnostics(), compilation)];
    }

    /// <summary>Adds the generated files.</summary>
    public static (CSharpCompilation Expanded, ImmutableArray<Diagnostic> Reported) Expand(CSharpCompilation compilation)
    {
        CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation expanded, out ImmutableArray<Diagnostic> reported);
        return ((CSharpCompilation)expanded, reported);
    }

    /// <summary>Errors and warnings, but for those about missing doc comments in the sources of a test.</summary>
    public static IEnumerable<Diagnostic> Relevant(ImmutableArray<Diagnostic> found, CSharpCompilation sources) => found.Where(diagnostic =>
        diagnostic.Severity >= DiagnosticSeverity.Warning &&
        !(diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree is { } tree && sources.ContainsSyntaxTree(tree)));
}
