using System.Globalization;
using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Layers;
using TorchSharp;

namespace SerpentDsl.Generator.Benchmarks;

/// <summary>
/// The generator on one and on a hundred declared architectures: cold, as a build pays it, and warm after an edit of another file, as a
/// keystroke pays it.
/// </summary>
[MemoryDiagnoser]
[InProcess]
public class GeneratorBenchmarks
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private CSharpCompilation _before = null!;
    private CSharpCompilation[] _after = null!;
    private GeneratorDriver _cold = null!;
    private GeneratorDriver _warm = null!;
    private int _next;

    /// <summary>Number of declared architectures.</summary>
    [Params(1, 100)]
    public int Models { get; set; }

    /// <summary>Parses the declarations and an unrelated file in many versions.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        SyntaxTree unrelated = Unrelated(0);
        _before = CSharpCompilation.Create(
            "Benchmark",
            [unrelated, .. Enumerable.Range(0, Models).Select(Declare)],
            [
                .. Net100.References.All,
                MetadataReference.CreateFromFile(typeof(torch).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(SequenceLayer).Assembly.Location),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _cold = CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        _warm = _cold.RunGenerators(_before);
        if (_warm.GetRunResult() is { Diagnostics.IsEmpty: false } or { GeneratedTrees.IsEmpty: true })
        {
            throw new InvalidOperationException("The benchmark's declarations are wrong: " + string.Join("\n", _warm.GetRunResult().Diagnostics));
        }
    }

    /// <summary>A new compilation for each iteration: a second run on the same one would find its attributes bound.</summary>
    [IterationSetup(Target = nameof(Keystroke))]
    public void Edit() => _after = [_before.ReplaceSyntaxTree(_before.SyntaxTrees[0], Unrelated(++_next))];

    /// <summary>As <see cref="Edit"/>.</summary>
    [IterationSetup(Target = nameof(Cold))]
    public void Reopen() => _after = [_before.Clone()];

    /// <summary>The first run.</summary>
    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => _cold.RunGenerators(_after[0]);

    /// <summary>A run after an edit of an unrelated file.</summary>
    [Benchmark]
    public GeneratorDriver Keystroke() => _warm.RunGenerators(_after[0]);

    private static SyntaxTree Unrelated(int version) => CSharpSyntaxTree.ParseText(
        $$"""
        namespace Benchmark;

        public static class Unrelated
        {
            public static int Answer() => {{version}};
        }
        """,
        ParseOptions,
        "Unrelated.cs");

    /// <summary>Declarations of the paper's form, no two alike.</summary>
    private static SyntaxTree Declare(int index) => CSharpSyntaxTree.ParseText(
        string.Create(CultureInfo.InvariantCulture, $$"""
        using SerpentDsl;

        namespace Benchmark;

        [SequenceClassifier(vocabulary: {{20 + index}}, classes: 10, maxLength: 2048)]
        [Backbone(features: 192, depth: 6, Dropout = 0.1)]
        [S4Branch(StateSize = 8)]
        [S4DBranch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6)]
        public sealed partial class Model{{index}};
        """),
        ParseOptions,
        $"Model{index}.cs");
}
