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
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>A library of one file per source, as a user's project would compile it.</summary>
    public static CSharpCompilation Create(params string[] sources) =>
        Empty.AddSyntaxTrees(sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{i}.cs")));

    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator on sources.</summary>
    public static GeneratorRunResult Run(params string[] sources) => Run(Create(sources));

    public static GeneratorRunResult Run(CSharpCompilation compilation) =>
        CreateDriver().RunGenerators(compilation).GetRunResult().Results.Single();

    /// <summary>What the compiler and the generator complain about; that a source's own public members have no doc comment aside.</summary>
    public static ImmutableArray<Diagnostic> Compile(CSharpCompilation compilation, out CSharpCompilation output)
    {
        CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> reported);
        output = (CSharpCompilation)updated;
        return
        [
            .. reported,
            .. updated.GetDiagnostics().Where(found =>
                found.Severity >= DiagnosticSeverity.Warning &&
                !(found.Id == "CS1591" && found.Location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree))),
        ];
    }
}
