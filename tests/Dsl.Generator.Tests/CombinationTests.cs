using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using SerpentDsl.Layers;

namespace SerpentDsl.Generator.Tests;

/// <summary>
/// Every head with every norm, mixer and backend, causal and not: what is generated compiles. Heads, norms and mixers are found in the
/// runtime, so that new ones are tried as soon as there are any.
/// </summary>
public sealed class CombinationTests
{
    private static readonly (string Attribute, bool CanChoose)[] s_heads =
    [
        ("SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64{0})", true),
        ("PairClassifier(vocabulary: 20, classes: 2, maxLength: 64{0})", true),
        ("SequenceRegressor(inputs: 3, outputs: 2, maxLength: 64{0})", true),
        ("SequenceRegressor(inputs: 3, outputs: 2, maxLength: 64, Pooling = Pooling.None{0})", true),
        ("LanguageModel(vocabulary: 20, contextLength: 64)", false),
        ("LanguageModel(vocabulary: 20, contextLength: 64, TiedEmbeddings = true)", false),
    ];

    public static TheoryData<string> Backends =>
    [
        .. typeof(BranchAttribute).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(BranchAttribute)))
            .Select(type => type.FullName!)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Backends))]
    public void Compile(string backend)
    {
        var attribute = typeof(BranchAttribute).Assembly.GetType(backend, throwOnError: true)!;
        var streams = attribute.GetCustomAttribute<BranchLayerAttribute>()!.Layer.IsSubclassOf(typeof(StreamingLayer));
        StringBuilder source = new("using SerpentDsl;\n\nnamespace Demo;\n");
        var count = 0;
        var heads = s_heads.SelectMany(
            head => new[] { true, false }.Where(causal => causal || head.CanChoose).Select(causal => (head.Attribute, causal)));
        foreach (var (head, causal) in heads)
        {
            foreach (var norm in Enum.GetNames<Norm>().Where(norm => !causal || norm != nameof(Norm.Batch)))
            {
                foreach (var mixer in Enum.GetNames<Mixer>().Where(_ => streams || !causal))
                {
                    var placement = Enum.GetNames<NormPlacement>()[count % 2];
                    source.Append($"\n[{string.Format(null, head, causal ? ", Causal = true" : "")}]\n");
                    source.Append(
                        $"[Backbone(features: 64, depth: 1, Norm = Norm.{norm}, Mixer = Mixer.{mixer}, NormPlacement = "
                            + $"NormPlacement.{placement})]\n");
                    source.Append($"[global::{backend[..^"Attribute".Length]}]\npublic sealed partial class Model{count++};\n");
                }
            }
        }

        var declared = Compilations.Create(source.ToString());
        var (expanded, reported) = Compilations.Expand(declared);
        Assert.Equal(count, expanded.SyntaxTrees.Length - 1);
        Assert.Empty(reported.Select(found => $"{found.Id} {found.GetMessage()}").Distinct());
        Assert.Empty(
            Compilations.Relevant(expanded.GetDiagnostics(), declared).Select(found => $"{found.Id} {found.GetMessage()}").Distinct());
    }
}
