using System.Globalization;
using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Layers;
using TorchSharp;

namespace SerpentDsl.Generator.Benchmarks;

/// <summary>
/// Times the generator on one and on a hundred declared architectures: the first run, as in a build, and a run after an edit, as in an
/// editor. Every run gets a new compilation, because a compilation that was used before has already bound the attributes.
/// </summary>
[MemoryDiagnoser]
[InProcess]
public class GeneratorBenchmarks
{
    private const int ColdRuns = 8;
    private const int Edits = 64;

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Latest);

    private CSharpCompilation _before = null!;
    private CSharpCompilation[] _compilations = [];
    private GeneratorDriver _cold = null!;
    private GeneratorDriver _warm = null!;
    private int _version;

    /// <summary>Number of declared architectures.</summary>
    [Params(1, 100)]
    public int Models { get; set; }

    /// <summary>Parses the declarations, runs the generator once, and checks that it generated everything.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _before = CSharpCompilation.Create(
            "Benchmark",
            [Unrelated(0, 0), .. Enumerable.Range(0, Models).Select(index => Declare(index, 8))],
            [
                .. Net100.References.All,
                MetadataReference.CreateFromFile(typeof(torch).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(SequenceLayer).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(PositiveTransform).Assembly.Location),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _cold = CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: s_parseOptions);
        _warm = _cold.RunGenerators(_before);
        var run = _warm.GetRunResult();
        if (run.GeneratedTrees.Count(tree => tree.ToString().Contains("DescribeLayers", StringComparison.Ordinal)) != Models)
        {
            throw new InvalidOperationException("Not all models were generated in full; correct the text in Declare.");
        }
    }

    [IterationSetup(Target = nameof(Cold))]
    public void Reopen() => _compilations = [.. Enumerable.Range(0, ColdRuns).Select(_ => _before.Clone())];

    [IterationSetup(Target = nameof(KeystrokeInABody))]
    public void EditBodies() => EditFile(0, version => Unrelated(version, 0));

    [IterationSetup(Target = nameof(KeystrokeInAMember))]
    public void EditMembers() => EditFile(0, version => Unrelated(0, version));

    [IterationSetup(Target = nameof(KeystrokeInAModel))]
    public void EditModels() => EditFile(1, version => Declare(0, 2 * (1 + (version % 500))));

    /// <summary>A first run, as in a build.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = ColdRuns)]
    public int Cold() => Run(_cold);

    /// <summary>A run after an edit of a method body in another file.</summary>
    [Benchmark(OperationsPerInvoke = Edits)]
    public int KeystrokeInABody() => Run(_warm);

    /// <summary>A run after a method in another file got another name.</summary>
    [Benchmark(OperationsPerInvoke = Edits)]
    public int KeystrokeInAMember() => Run(_warm);

    /// <summary>A run after an option of one model changed; this model is generated again.</summary>
    [Benchmark(OperationsPerInvoke = Edits)]
    public int KeystrokeInAModel() => Run(_warm);

    private int Run(GeneratorDriver driver)
    {
        var runs = 0;
        foreach (var compilation in _compilations)
        {
            runs += driver.RunGenerators(compilation) is null ? 0 : 1;
        }

        return runs;
    }

    private void EditFile(int file, Func<int, SyntaxTree> write)
    {
        _compilations =
        [
            .. Enumerable.Range(0, Edits).Select(_ => _before.ReplaceSyntaxTree(_before.SyntaxTrees[file], write(++_version))),
        ];
        foreach (var compilation in _compilations)
        {
            // An editor has parsed the file before it runs generators, so parsing is not measured.
            _ = compilation.SyntaxTrees[file].GetRoot();
        }
    }

    private static SyntaxTree Unrelated(int answer, int name) => CSharpSyntaxTree.ParseText(
        string.Create(CultureInfo.InvariantCulture, $$"""
        namespace Benchmark;

        public static class Unrelated
        {
            public static int Answer{{name}}() => {{answer}};
        }
        """),
        s_parseOptions,
        "Unrelated.cs");

    /// <summary>A declaration like that of SeRpEnt+S4; every index gives a different one.</summary>
    private static SyntaxTree Declare(int index, int stateSize) => CSharpSyntaxTree.ParseText(
        string.Create(CultureInfo.InvariantCulture, $$"""
        using SerpentDsl;

        namespace Benchmark;

        [SequenceClassifier(vocabulary: {{20 + index}}, classes: 10, maxLength: 2048)]
        [Backbone(features: 192, depth: 6, Dropout = 0.1)]
        [S4Branch(StateSize = {{stateSize}})]
        [S4DBranch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6)]
        public sealed partial class Model{{index}};
        """),
        s_parseOptions,
        $"Model{index}.cs");
}
