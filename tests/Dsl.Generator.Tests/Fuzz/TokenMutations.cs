using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SerpentDsl.Generator.Tests.Fuzz;

/// <summary>Mangles sound declarations token by token: as a user types, most of what the generator sees is broken.</summary>
internal sealed class TokenMutations(Random random)
{
    private static readonly string[] s_fragments =
    [
        "0",
        "-1",
        "1",
        "2",
        "7",
        "int.MaxValue",
        "int.MinValue",
        "0.5",
        "1e308",
        "double.NaN",
        "\"text\"",
        "null",
        "true",
        "typeof(int)",
        "typeof(Model)",
        "typeof(List<>)",
        "default",
        "(Norm)9",
        "new[] { 1 }",
        "StateSize = 3",
        "Features = 1",
        "CompressionRate = 1e-9",
        "WindowSize = 99",
        "Bidirectional = true",
        "features: 3",
        "[",
        "]",
        "(",
        ")",
        ",",
        ";",
        "partial",
        "static",
        "record",
        "<T>",
        " : object",
        "{ }",
        "@class",
        "[S4Branch]",
        "[S4DBranch(StateSize = 2)]",
        "[SequenceClassifier(1, 2, 3)]",
        "[Backbone(4, 1)]",
        "[LanguageModel(8, 16)]",
        "[Recipe(typeof(Model))]",
        "[Echo]",
        "[LayerParameter(\"a\", \"1 +\")]",
        "[LayerState(\"s\", \"Taps\")]",
        "[BranchLayer(typeof(string))]",
        "namespace X;",
        "#if",
        "#endif",
        "/*",
        "public Model() { }",
        "[Obsolete",
        "StreamingLayer",
        "abstract",
        "ref",
        "= 3",
        "\\u0061",
        "İ",
        "/// <summary>",
        "Causal = true",
        "[PairClassifier(5, 2, 9)]",
        "[SequenceRegressor(5, 2, 9)]",
        "[VariantOf(typeof(Model))]",
        "[VariantOf(typeof(int))]",
        "Pooling = Pooling.None",
        "DropoutTied = true",
    ];

    private const string Backend = """
        [BranchLayer(typeof(EchoLayer))]
        public sealed class EchoAttribute : BranchAttribute
        {
            [DefaultValue(3), Range(1, 9), MultipleOf(3)]
            public int Taps { get; set; }
        }

        [LayerParameter("weight", "Taps", "Features")]
        [LayerCost("Length * Taps", StepFlops = "Taps")]
        [LayerState("last", "Taps")]
        public sealed class EchoLayer(int features, int taps) : StreamingLayer($"{features} {taps}")
        {
            public override Tensor forward(Tensor u, Tensor? lengths) => u.alias();
            public override StreamState NewState(long batch) => StreamState.Of(("last", zeros(batch, taps)));
            public override Tensor Step(Tensor u, StreamState state) => u.alias();
        }
        """;

    private static readonly string[] s_seeds =
    [
        Declared.WithBackend(Backend, "[Echo(Taps = 6)]\n[S4Branch(StateSize = 8, CompressionRate = 0.5)]"),
        Declared.Class(
            "[LanguageModel(vocabulary: 20, contextLength: 64)]\n[Backbone(features: 8, depth: 1, Norm = Norm.Rms)]\n[Echo]",
            "public sealed partial class Model;\n" + Backend),
        Declared.Class(
            "[PairClassifier(vocabulary: 20, classes: 2, maxLength: 64)]\n[Backbone(features: 8, depth: 1)]\n[S4DBranch(StateSize = 2)]"),
        Declared.Class(
            "[SequenceRegressor(inputs: 3, outputs: 2, maxLength: 64)]\n[Backbone(features: 8, depth: 1)]\n[S4DBranch(StateSize = 2)]"),
    ];

    /// <summary>The next mangled declaration.</summary>
    public string Next()
    {
        var source = s_seeds[random.Next(s_seeds.Length)];
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            SyntaxToken[] tokens = [.. SyntaxFactory.ParseTokens(source)];
            var token = tokens[random.Next(tokens.Length)];
            var fragment = s_fragments[random.Next(s_fragments.Length)];
            var (start, length) = (token.SpanStart, token.Span.Length);
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
