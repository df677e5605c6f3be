using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SerpentDsl.Generator.Tests;

/// <summary>
/// Generated code has no warning at the compiler's highest level and documentation mode, whatever the user's language version and nullable
/// context, and none of the analyzers of the .NET SDK with all their rules on.
/// </summary>
public sealed class CleanCodeTests
{
    private const string Branches =
        "[S4Branch(StateSize = 4, Bidirectional = false)]\n[S4DBranch(StateSize = 4, CompressionRate = 0.5, Bidirectional = false)]";

    private static readonly (string Name, string Source)[] s_models =
    [
        ("S4", Declared.S4ListOps),
        ("SeRpEnt", Declared.SerpentS4ListOps),
        ("three branches", Declared.ThreeBranches),
        ("classifier", Declare("[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64)]")),
        ("causal classifier", Declare("[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64, Causal = true)]")),
        ("pairs", Declare("[PairClassifier(vocabulary: 20, classes: 2, maxLength: 64)]")),
        ("language model", Declare("[LanguageModel(vocabulary: 20, contextLength: 64)]")),
        ("regressor", Declare("[SequenceRegressor(inputs: 3, outputs: 2, maxLength: 64)]")),
        ("causal regressor", Declare("[SequenceRegressor(inputs: 3, outputs: 2, maxLength: 64, Causal = true)]")),
        ("skeleton", Declare("[SequenceClassifier(vocabulary: 20, classes: 0, maxLength: 64)]")),
    ];

    public static TheoryData<string, LanguageVersion, NullableContextOptions> Contexts()
    {
        TheoryData<string, LanguageVersion, NullableContextOptions> data = [];
        foreach (var (name, _) in s_models)
        {
            data.Add(name, LanguageVersion.CSharp12, NullableContextOptions.Enable);
            data.Add(name, LanguageVersion.CSharp12, NullableContextOptions.Disable);
            data.Add(name, LanguageVersion.CSharp13, NullableContextOptions.Enable);
            data.Add(name, LanguageVersion.Latest, NullableContextOptions.Enable);
            data.Add(name, LanguageVersion.Latest, NullableContextOptions.Disable);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void The_compiler_has_no_warning(string model, LanguageVersion language, NullableContextOptions nullable)
    {
        var (_, found, files) = Expand(model, language, nullable);
        Assert.Equal((1, ""), (files, string.Join("\n", found.Select(diagnostic => diagnostic.ToString()))));
    }

    [Fact]
    public async Task The_analyzers_of_the_SDK_have_none()
    {
        var analyzers = LoadAnalyzers();
        Assert.InRange(analyzers.Length, 100, int.MaxValue);
        var everything = analyzers
            .SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Distinct().ToImmutableDictionary(
                id => id, _ => ReportDiagnostic.Warn);
        foreach (var (name, _) in s_models)
        {
            var (expanded, _, _) = Expand(name, LanguageVersion.Latest, NullableContextOptions.Enable);
            expanded = expanded.WithOptions(expanded.Options.WithSpecificDiagnosticOptions(everything));
            var found = await expanded.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync();
            Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
            Assert.Empty(
                found.Where(
                    diagnostic => !diagnostic.IsSuppressed && diagnostic.Location.SourceTree?.FilePath.EndsWith(
                        ".g.cs", StringComparison.Ordinal) == true));
        }
    }

    private static string Declare(string head) => Declared.Class($"{head}\n[Backbone(features: 8, depth: 1, Norm = Norm.Rms)]\n{Branches}");

    /// <summary>The expanded compilation, what the compiler says of generated files, and how many these are.</summary>
    private static (CSharpCompilation Expanded, Diagnostic[] Found, int Files) Expand(
        string model, LanguageVersion language, NullableContextOptions nullable)
    {
        var options = Compilations.ParseOptions.WithLanguageVersion(language);
        var declared = Compilations.Create()
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(s_models.Single(entry => entry.Name == model).Source, options, "Model.cs"));
        declared = declared.WithOptions(declared.Options.WithNullableContextOptions(nullable));
        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(declared, out var expanded, out var reported);
        Diagnostic[] found =
        [
            .. reported.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && model != "skeleton"),
            .. expanded.GetDiagnostics().Where(diagnostic =>
                diagnostic.Severity >= DiagnosticSeverity.Warning
                    && (diagnostic.Location.SourceTree is not { } tree || !declared.ContainsSyntaxTree(tree))),
        ];
        return ((CSharpCompilation)expanded, found, expanded.SyntaxTrees.Count() - 1);
    }

    /// <summary>From the SDK beside the runtime that runs the tests.</summary>
    private static ImmutableArray<DiagnosticAnalyzer> LoadAnalyzers()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var folder = Directory.GetDirectories(Path.Combine(root, "sdk"))
            .Select(sdk => Path.Combine(sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers"))
            .Where(Directory.Exists)
            .Order(StringComparer.Ordinal)
            .Last();
        return
        [
            .. new[] { "Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll" }
                .SelectMany(name => Assembly.LoadFrom(Path.Combine(folder, name)).GetTypes())
                .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type) &&
                type.GetConstructor([]) is not null &&
                    type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
                .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
        ];
    }
}
