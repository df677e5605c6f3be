using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SerpentDsl.Generator.Analyzers;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Tests.Fuzz;

/// <summary>
/// Twenty thousand declarations that nobody would write and everybody has on the screen while typing. Neither the generator nor an analyzer
/// ever throws or is slow, and either an error is reported or code is added that compiles without a warning.
/// </summary>
/// <remarks>
/// All run through the generator and have their diagnostics made. Compiling what comes out takes ten times as long, so that of those that
/// are expanded without an error of ours, some 5,000, one in three is compiled: a mistake in one of two hundred of them goes unseen with a
/// probability below one in a thousand. What the compiler rejects in the user's own files counts as reported.
/// </remarks>
public sealed class FuzzTests
{
    private const int RunsPerBatch = 4000;
    private const int CompiledOneIn = 3;
    private const int AnalyzedOneIn = 16;

    /// <summary>A run takes milliseconds; only one that does not end takes so long, on a loaded machine too.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    // Not tracked, as in the compiler.
    private static GeneratorDriver Driver =>
        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: Compilations.ParseOptions);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Declarations_drawn_from_a_grammar(int seed)
    {
        RandomDeclarations declarations = new(new Random(seed));
        var (generated, reported) = await Run(declarations.Next);

        // The grammar is mild enough to give models and wild enough to break rules.
        Assert.InRange(generated, RunsPerBatch / 10, RunsPerBatch);
        Assert.InRange(reported, RunsPerBatch / 10, RunsPerBatch);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Sound_declarations_with_tokens_mangled(int seed)
    {
        TokenMutations mutations = new(new Random(seed));
        var (generated, reported) = await Run(() => [mutations.Next()]);
        Assert.InRange(generated, RunsPerBatch / 10, RunsPerBatch);
        Assert.InRange(reported, RunsPerBatch / 10, RunsPerBatch);
    }

    private static async Task<(int Generated, int Reported)> Run(Func<string[]> next)
    {
        int generated = 0, reported = 0, silent = 0;
        var driver = Driver;
        for (var i = 0; i < RunsPerBatch; i++)
        {
            var sources = next();
            var compilation = Compilations.Create(sources);
            using CancellationTokenSource cancellation = new(s_limit);
            var start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(compilation, cancellation.Token);
            Assert.True(Stopwatch.GetElapsedTime(start) < s_limit, Show(sources));
            var run = driver.GetRunResult().Results.Single();
            Assert.True(run.Exception is null, $"{run.Exception}\n{Show(sources)}");
            var wrong = Find(compilation, cancellation.Token);
            var isWrong = wrong.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            generated += run.GeneratedSources.Any(source => !IsSkeleton(source)) ? 1 : 0;
            reported += isWrong ? 1 : 0;
            if (isWrong || run.GeneratedSources.Length == 0)
            {
                continue;
            }

            var expanded = compilation.AddSyntaxTrees(run.GeneratedSources.Select(source => source.SyntaxTree));
            if (silent % CompiledOneIn == 0)
            {
                AssertCompiles(compilation, expanded, sources);
            }

            if (silent++ % AnalyzedOneIn == 0)
            {
                await AssertAnalyzersReport(wrong, expanded, sources);
            }
        }

        return (generated, reported);
    }

    /// <summary>What the analyzers ask of every type, without compiling: that takes ten times as long.</summary>
    private static Diagnostic[] Find(CSharpCompilation compilation, CancellationToken token)
    {
        var runtime = RuntimeSymbols.Of(compilation);
        return
        [
            .. compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type, token).OfType<INamedTypeSymbol>()
                .SelectMany(type => DeclarationAnalyzer.Find(type, runtime, token).Concat(BackendAnalyzer.Find(type, runtime))),
        ];
    }

    /// <summary>The analyzers do not throw, and report beside generated code what is wrong without it.</summary>
    private static async Task AssertAnalyzersReport(Diagnostic[] wrong, CSharpCompilation expanded, string[] sources)
    {
        var analyzed = await expanded.WithAnalyzers(Compilations.Analyzers).GetAnalyzerDiagnosticsAsync();
        string[] expected = [.. wrong.Select(found => $"{found}").Order(StringComparer.Ordinal)];
        string[] actual = [.. analyzed.Where(found => found.Id != "SDSL208").Select(found => $"{found}").Order(StringComparer.Ordinal)];
        Assert.True(expected.SequenceEqual(actual), $"{string.Join("\n", expected)}\n{string.Join("\n", actual)}\n{Show(sources)}");
    }

    /// <summary>What was generated has no warning, unless the user's own files have errors.</summary>
    private static void AssertCompiles(CSharpCompilation compilation, CSharpCompilation expanded, string[] sources)
    {
        var found = expanded.GetDiagnostics();
        Diagnostic[] ours = [.. found.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && IsGenerated(diagnostic))];
        if (ours.Length > 0)
        {
            Assert.True(
                found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !IsGenerated(diagnostic)),
                $"{string.Join("\n", ours.Take(5))}\n{Show(sources)}\n{expanded.SyntaxTrees[^1]}");
        }

        bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } tree && !compilation.ContainsSyntaxTree(tree);
    }

    private static bool IsSkeleton(GeneratedSourceResult source) =>
        source.SourceText.ToString().Contains("nothing but its public face was generated", StringComparison.Ordinal);

    private static string Show(string[] sources) => "\n" + string.Join("\n// another file\n", sources);
}
