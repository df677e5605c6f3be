using SerpentDsl.Layers;
using SerpentDsl.Specs;
using SerpentDsl.Verification;
using static SerpentDsl.Generator.Tests.StreamingModels;

namespace SerpentDsl.Generator.Tests;

/// <summary>Which declarations have a streaming form.</summary>
public sealed class StreamingDeclarationTests
{
    [Fact]
    public void A_pair_classifier_has_no_streaming_form_and_its_blocks_have()
    {
        const string Source = """
            using SerpentDsl;

            namespace Demo;

            [PairClassifier(vocabulary: 11, classes: 3, maxLength: 24, Causal = true)]
            [Backbone(features: 6, depth: 1, Norm = Norm.Layer)]
            [S4Branch(StateSize = 4)]
            public sealed partial class CausalPair;
            """;
        using var model = Make(Source, "CausalPair");
        Assert.False(model is IStreamingModel);
        Assert.True(model.GetType().GetNestedType("Block")!.IsSubclassOf(typeof(StreamingLayer)));
        var report = ArchitectureVerifier.Verify(
            SpecOf(Source, "CausalPair"), new VerificationOptions { Length = 12, GradientSamples = 0 });
        Assert.True(report.Passed, string.Join("\n", report.Checks));
        Assert.Contains("pair classifier", report.Checks.Single(check => check.Name == "three forms agree").Detail);
        Assert.Equal(Verdict.Passed, report.Checks.Single(check => check.Name == "prefix consistency").Verdict);
    }

    [Theory]
    [InlineData("LanguageModel(vocabulary: 7, contextLength: 8)", "tokens")]
    [InlineData("SequenceClassifier(7, 3, 8, Causal = true)", "tokens")]
    [InlineData("SequenceRegressor(2, 3, 8, Causal = true)", "values")]
    public void A_broken_declaration_keeps_the_face_of_its_streaming_form(string head, string input)
    {
        var source = Declared.Class($"[{head}]\n[Backbone(features: 8, depth: 0, Norm = Norm.Rms)]\n[S4Branch(StateSize = 2)]", $$"""
            public sealed partial class Model;

            public static class User
            {
                public static Tensor Run(Tensor x)
                {
                    using Model model = new();
                    SerpentDsl.Specs.IStreamingModel stream = model;
                    using StreamState state = stream.NewState(1);
                    return model.Chunk({{input}}: x, lengths: null, state) + model.Step({{input}}: x, state);
                }
            }
            """);
        Assert.Equal("SDSL101", Assert.Single(Compilations.Compile(Compilations.Create(source))).Id);
        Assert.Empty(Compilations.Compile(Compilations.Create(source.Replace("depth: 0", "depth: 1", StringComparison.Ordinal))));
    }

    [Fact]
    public void Nothing_that_is_not_causal_streams()
    {
        var model = Compiled.Of(Declared.Tiny).GetType("Demo.Tiny", throwOnError: true)!;
        Assert.False(model.IsAssignableTo(typeof(IStreamingModel)));
        Assert.False(model.GetNestedType("Block")!.IsSubclassOf(typeof(StreamingLayer)));
    }
}
