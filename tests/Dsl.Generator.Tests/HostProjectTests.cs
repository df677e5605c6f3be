using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SerpentDsl.Generator.Tests;

/// <summary>Projects in which generated code would not compile, or in which nobody would report what is wrong.</summary>
public sealed class HostProjectTests
{
    private const string Model = """
        using SerpentDsl;

        namespace Demo
        {
            [SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64)]
            [Backbone(features: 8, depth: 1)]
            [S4Branch(StateSize = 2)]
            public sealed partial class Model
            {
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    [InlineData(LanguageVersion.CSharp9, "9.0")]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    public void An_old_language_is_reported_and_nothing_else(LanguageVersion language, string name)
    {
        var compilation = Compilations.Create();
        compilation = compilation
            .WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(Model, Compilations.ParseOptions.WithLanguageVersion(language), "Source0.cs"));
        Assert.Empty(Compilations.Run(compilation).GeneratedSources);
        var found = Assert.Single(Compilations.Compile(compilation));
        Assert.Equal("SDSL212", found.Id);
        Assert.Equal(
            $"Model is generated as C# 12, but this project is compiled as C# {name}; set <LangVersion>latest</LangVersion> in the project "
                + "file",
            found.GetMessage());
    }

    [Fact]
    public void A_missing_TorchSharp_is_reported_and_nothing_else()
    {
        var compilation = Compilations.Create(Model);
        compilation = compilation.RemoveReferences(
            compilation.References.Single(reference => Path.GetFileName(reference.Display) == "TorchSharp.dll"));
        Assert.Empty(Compilations.Run(compilation).GeneratedSources);
        var found = Assert.Single(Compilations.Compile(compilation));
        Assert.Equal(("SDSL213", "Model"), (found.Id, found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan)));
    }

    [Theory]
    [InlineData("RunAnalyzers", "false", "RunAnalyzersDuringBuild", "true", true)]
    [InlineData("RunAnalyzers", "", "RunAnalyzersDuringBuild", "False", true)]
    [InlineData("RunAnalyzers", "true", "RunAnalyzersDuringBuild", "false", false)]
    [InlineData("RunAnalyzers", "", "RunAnalyzersDuringBuild", "", false)]
    public void A_broken_declaration_fails_a_build_without_analyzers(
        string first, string firstValue, string second, string secondValue, bool fails)
    {
        string[] declarations =
        [
            Model.Replace("depth: 1", "depth: 0", StringComparison.Ordinal),
            Model.Replace("sealed partial", "sealed", StringComparison.Ordinal),
        ];
        foreach (var broken in declarations)
        {
            var compilation = Compilations.Create(broken);
            CSharpGeneratorDriver.Create(
                [new ModelGenerator().AsSourceGenerator()],
                parseOptions: Compilations.ParseOptions,
                optionsProvider: new Properties(new() { [first] = firstValue, [second] = secondValue }))
                .RunGeneratorsAndUpdateCompilation(compilation, out var expanded, out _);
            Assert.Equal(
                fails ? ["The declaration of Demo.Model has errors. Analyzers report them: build with RunAnalyzers=true."] : [],
                expanded.GetDiagnostics().Where(found => found.Id == "CS1029").Select(found => found.GetMessage().Split("'")[1]));
        }
    }

    /// <summary>Properties of a project that the compiler can see.</summary>
    private sealed class Properties(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(values);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value) =>
                values.TryGetValue(key.Replace("build_property.", "", StringComparison.Ordinal), out value!);
        }
    }
}
