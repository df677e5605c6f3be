using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SerpentDsl.Generator.Tests;

/// <summary>Thousands of mangled declarations: as a user types, most of what the generator sees is broken.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Fragments =
    [
        "0", "-1", "1", "2", "7", "int.MaxValue", "int.MinValue", "0.5", "1e308", "double.NaN", "\"text\"", "null", "true", "typeof(int)", "typeof(Model)", "typeof(List<>)",
        "default", "(Norm)9", "new[] { 1 }", "StateSize = 3", "Features = 1", "CompressionRate = 1e-9", "WindowSize = 99", "Bidirectional = true", "features: 3", "[", "]", "(", ")",
        ",", ";", "partial", "static", "record", "<T>", " : object", "{ }", "@class", "[S4Branch]", "[S4DBranch(StateSize = 2)]", "[SequenceClassifier(1, 2, 3)]", "[PairClassifier(5, 2, 9)]", "[LanguageModel(5, 9)]", "[SequenceRegressor(5, 2, 9)]", "[VariantOf(typeof(Model))]",
        "[VariantOf(typeof(int))]", "Pooling = Pooling.None", "Causal = true", "DropoutTied = true", "[Backbone(4, 1)]",
        "[Recipe(typeof(Model))]", "[Echo]", "[LayerParameter(\"a\", \"1 +\")]", "[BranchLayer(typeof(string))]", "namespace X;", "#if", "/*", "public Model() { }", "[Obsolete",
    ];

    private static readonly string Seed = Declared.WithBackend("""
        [BranchLayer(typeof(EchoLayer))]
        public sealed class EchoAttribute : BranchAttribute
        {
            [DefaultValue(3), Range(1, 9), MultipleOf(3)]
            public int Taps { get; set; }
        }

        [LayerParameter("weight", "Taps", "Features")]
        public sealed class EchoLayer(int features, int taps) : SequenceLayer($"{features} {taps}")
        {
            public override Tensor forward(Tensor u, Tensor? lengths) => u.alias();
        }
        """,
        "[Echo(Taps = 6)]\n[S4Branch(StateSize = 8, CompressionRate = 0.5)]");

    [Fact]
    public void The_generator_never_throws_and_stays_fast()
    {
        Random random = new(12);
        int generated = 0, reported = 0;
        GeneratorDriver driver = Compilations.CreateDriver();
        CSharpCompilation compilation = Compilations.Create(Seed);
        SyntaxTree tree = compilation.SyntaxTrees[0];
        for (int i = 0; i < 2000; i++)
        {
            string source = Mutate(random, Seed);
            SyntaxTree mutated = CSharpSyntaxTree.ParseText(source, Compilations.ParseOptions, tree.FilePath);
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(compilation.ReplaceSyntaxTree(tree, mutated));
            GeneratorRunResult run = driver.GetRunResult().Results.Single();
            Assert.True(run.Exception is null, $"{run.Exception}\n{source}");
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), source);
            generated += run.GeneratedSources.Length;
            reported += run.Diagnostics.Length;
        }

        // The mutations are mild enough to pass the parser and strong enough to break rules.
        Assert.InRange(generated, 500, int.MaxValue);
        Assert.InRange(reported, 200, int.MaxValue);
    }

    private static string Mutate(Random random, string source)
    {
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            SyntaxToken[] tokens = [.. SyntaxFactory.ParseTokens(source)];
            SyntaxToken token = tokens[random.Next(tokens.Length)];
            string fragment = Fragments[random.Next(Fragments.Length)];
            (int start, int length) = (token.SpanStart, token.Span.Length);
            source = random.Next(4) switch
            {
                0 => source.Remove(start, length),
                1 => source.Insert(start, fragment + " "),
                2 => source.Insert(start, token.Text + " "),
                _ => source.Remove(start, length).Insert(start, fragment),
            };
        }

        return source;
    }
}
