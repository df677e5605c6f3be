using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using SerpentDsl.Verification;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>The generated streaming form.</summary>
[Collection(AloneCollection.Name)]
public sealed class StreamingTests
{
    /// <summary>A mean over all that was read, behind two kinds of branches, projections, a mixer and dropout.</summary>
    private const string MeanClassifier = """
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 9, classes: 3, maxLength: 120, Causal = true)]
        [Backbone(features: 8, depth: 2, Norm = Norm.Layer, Mixer = Mixer.Glu, Dropout = 0.1)]
        [S4DBranch(StateSize = 4, Features = 5)]
        [S4Branch(StateSize = 4, Features = 3, CompressionRate = 0.6, WindowSize = 4)]
        public sealed partial class MeanClassifier;
        """;

    /// <summary>The newest position, without a final norm.</summary>
    private const string LastRegressor = """
        using SerpentDsl;

        namespace Demo;

        [SequenceRegressor(inputs: 2, outputs: 3, maxLength: 24, Pooling = Pooling.Last, Causal = true)]
        [Backbone(features: 6, depth: 1, Norm = Norm.Rms, NormPlacement = NormPlacement.Before, FinalNorm = false, Mixer = Mixer.HalfGlu1)]
        [S4Branch(StateSize = 4)]
        public sealed partial class LastRegressor;
        """;

    /// <summary>Every other backend that streams, side by side and resampled.</summary>
    private const string AllBackends = """
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 9, contextLength: 40)]
        [Backbone(features: 16, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
        [MambaBranch(StateSize = 3, Features = 4)]
        [Mamba2Branch(StateSize = 3, HeadSize = 2, Features = 4, CompressionRate = 0.7, WindowSize = 3)]
        [S5Branch(StateSize = 4, BlockSize = 4, Features = 4)]
        [LiquidS4Branch(StateSize = 4, Features = 4, CompressionRate = 0.5, WindowSize = 2)]
        public sealed partial class AllBackends;
        """;

    /// <summary>Mamba alone, as its language models are.</summary>
    private const string MambaModel = """
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 40, contextLength: 32, TiedEmbeddings = true)]
        [Backbone(features: 24, depth: 3, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
        [MambaBranch(StateSize = 5)]
        public sealed partial class MambaModel;
        """;

    public static TheoryData<string, string> Models => new()
    {
        { Declared.TinyLanguageModel, "TinyLanguageModel" },
        { Declared.TiedLanguageModel, "TiedLanguageModel" },
        { Declared.CausalRegressor, "CausalRegressor" },
        { MeanClassifier, "MeanClassifier" },
        { LastRegressor, "LastRegressor" },
        { AllBackends, "AllBackends" },
        { MambaModel, "MambaModel" },
    };

    /// <summary>Those whose every step is fused.</summary>
    public static TheoryData<string, string, int> FusedModels => new()
    {
        { MambaModel, "MambaModel", 1 },
        { MambaModel, "MambaModel", 64 },
        { Declared.TiedLanguageModel, "TiedLanguageModel", 1 },
        { Declared.CausalRegressor, "CausalRegressor", 64 },
        { LastRegressor, "LastRegressor", 3 },
        { Declared.TinyLanguageModel, "TinyLanguageModel", 1 },
        { MeanClassifier, "MeanClassifier", 64 },
        { AllBackends, "AllBackends", 1 },
        { AllBackends, "AllBackends", 64 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void All_forms_compute_one_function(string source, string name)
    {
        var report = ArchitectureVerifier.Verify(SpecOf(source, name), new VerificationOptions { GradientSamples = 1 });
        Assert.All(report.Checks.Where(check => check.Name != "state bytes"), check => Assert.True(check.Verdict == Verdict.Passed, $"{check}"));
        Assert.True(report.Passed, $"{report.Checks.Single(check => check.Name == "state bytes")}");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_block_is_a_streaming_layer(string source, string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var model = SpecOf(source, name).Create();
        model.Module.to(ScalarType.Float64);
        model.Module.eval();
        var block = model.Module.named_modules().First(entry => entry.name == "blocks.0").module;
        long features = (int)model.GetType().GetNestedType("Shapes")!.GetField("Features")!.GetValue(null)!;
        StreamingForms.AssertAgree(Assert.IsAssignableFrom<StreamingLayer>(block), features, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_step_into_given_memory_is_the_step_and_that_of_plain_operators_in_float32(string source, string name)
    {
        using var scope = NewDisposeScope();
        using var model = Make(source, name);
        var stream = (IStreamingModel)model;
        using var folder = new TemporaryFolder();
        foreach (var batch in new[] { 1, 3, 18 })
        {
            StreamState inPlace = stream.NewState(batch), owned = stream.NewState(batch), plain = stream.NewState(batch);
            Tensor? output = null;
            for (var l = 0; l < 24; l++)
            {
                var input = Next(SpecOf(source, name), batch);
                var expected = stream.Step(input, owned);
                output ??= empty_like(expected);
                Assert.Same(output, stream.Step(input, inPlace, output));
                Assert.True(expected.Equals(output), $"{batch} sequences, position {l}");
                using (FusedKernels.Off())
                {
                    // Next to a threshold a decision may differ in float32, and then the answers do.
                    var operators = stream.Step(input, plain);
                    if (!source.Contains("CompressionRate", StringComparison.Ordinal))
                    {
                        Tolerance.AssertClose(operators, output, 2e-5, $"{batch} sequences, position {l}, by operators");
                    }
                }

                // A state is a value in the middle of fused steps too.
                if (l == 9)
                {
                    inPlace.Save(folder["state"]);
                    inPlace = stream.NewState(batch);
                    inPlace.Load(folder["state"]);
                }
                else if (l == 14)
                {
                    var copy = inPlace.Copy();
                    stream.Step(input, inPlace, output);
                    inPlace.Dispose();
                    inPlace = copy;
                }
                else if (l == 19)
                {
                    var rows = TensorRange.Of(batch, ScalarType.Int64).remainder(Scalars.Two).eq(Scalars.Zero);
                    foreach (var state in new[] { inPlace, owned, plain })
                    {
                        state.Reset(rows);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(FusedModels))]
    public void A_thousand_steps_into_given_memory_make_no_garbage_and_no_tensors(string source, string name, int batch)
    {
        using var scope = NewDisposeScope();
        using var model = Make(source, name);
        var stream = (IStreamingModel)model;
        using var state = stream.NewState(batch);
        Tensor input = Next(SpecOf(source, name), batch), output = empty_like(stream.Step(input, state));
        for (var l = 0; l < 8; l++)
        {
            stream.Step(input, state, output);
        }

        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => stream.Step(input, state, output), 1_000);
        }

        Assert.True(output.isfinite().all().item<bool>());
    }

    [Fact]
    public void A_pooled_answer_is_that_of_the_prefix_in_float32_too()
    {
        using var scope = NewDisposeScope();
        using var model = (ISequenceClassifier)Make(MeanClassifier, "MeanClassifier");
        var stream = (IStreamingModel)model;
        var tokens = randint(0, 9, [2, 7], ScalarType.Int64);
        using var state = stream.NewState(2);
        var empty = stream.Chunk(tokens, tensor(new[] { 0L, 3 }), state);
        Assert.Equal([2, 3], empty.shape);
        Tolerance.AssertClose(model.forward(tokens.narrow(0, 1, 1).narrow(1, 0, 3), null), empty.narrow(0, 1, 1), 1e-5, "a prefix of 3");
        var rest = stream.Chunk(tokens, tensor(new[] { 7L, 0 }), state);
        Tolerance.AssertClose(model.forward(tokens.narrow(0, 0, 1), null), rest.narrow(0, 0, 1), 1e-5, "a prefix of 7");
        Tolerance.AssertClose(empty.narrow(0, 1, 1), rest.narrow(0, 1, 1), 1e-5, "a sequence that did not advance");
    }

    [Fact]
    public void A_stream_may_be_longer_than_the_longest_sequence()
    {
        using var scope = NewDisposeScope();
        using var model = Make(Declared.TinyLanguageModel, "TinyLanguageModel");
        var stream = (IStreamingModel)model;
        using StreamState pieces = stream.NewState(1), steps = stream.NewState(1);
        var tokens = randint(0, 11, [1, 60], ScalarType.Int64);
        var whole = stream.Chunk(tokens, null, pieces);
        var last = stream.Step(tokens.select(1, 0), steps);
        for (long l = 1; l < 60; l++)
        {
            last = stream.Step(tokens.select(1, l), steps);
        }

        Tolerance.AssertClose(whole.select(1, 59), last, 1e-3, "position 59");
        Assert.Equal(pieces.Bytes, steps.Bytes);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_is_read()
    {
        using var scope = NewDisposeScope();
        using ISequenceModel model = Make(Declared.TinyLanguageModel, "TinyLanguageModel"), other = Make(Declared.TiedLanguageModel, "TiedLanguageModel");
        var stream = (IStreamingModel)model;
        using StreamState state = stream.NewState(2), foreign = ((IStreamingModel)other).NewState(2);
        Tensor tokens = zeros(2, ScalarType.Int64), piece = zeros([2, 4], ScalarType.Int64);
        Refuse("Token 11 is outside the vocabulary of 11", () => stream.Step(tensor(new[] { 0L, 11 }), state));
        Refuse("Token -1", () => stream.Chunk(piece - Scalars.One, null, state));
        Refuse("Int64 [batch], not Int64 [2, 4]", () => stream.Step(piece, state));
        Refuse("Int64 [batch], not Float32 [2]", () => stream.Step(zeros(2), state));
        Refuse("Int64 [batch, length], not Int64 [2]", () => stream.Chunk(tokens, null, state));
        Refuse("5 is outside 0 to 4", () => stream.Chunk(piece, tensor(new[] { 5L, 1 }), state));
        Refuse("of 2 sequences, the input of 3", () => stream.Step(zeros(3, ScalarType.Int64), state));
        Refuse("Demo.TiedLanguageModel, not of Demo.TinyLanguageModel", () => stream.Step(tokens, foreign));
        Refuse("a layer, not of Demo.TinyLanguageModel", () => stream.Step(tokens, state.Child(0)));
        Refuse("writes [2, 11], not [2, 12]", () => stream.Step(tokens, state, zeros(2, 12)));
        Refuse("Float32 on cpu, not Float64", () => stream.Step(tokens, state, zeros([2, 11], ScalarType.Float64)));
        Assert.All(state.All(), entry => Assert.Equal(0, entry.Value.count_nonzero().item<long>()));
        using var regressor = Make(LastRegressor, "LastRegressor");
        var values = (IStreamingModel)regressor;
        using var remembered = values.NewState(2);
        Refuse("Float32 [batch, 2], not Float64 [2, 2]", () => values.Step(zeros([2, 2], ScalarType.Float64), remembered));
        Refuse("Float32 [batch, length, 2], not Float32 [2, 3, 4]", () => values.Chunk(zeros(2, 3, 4), null, remembered));
    }

    [Fact]
    public void Steps_have_no_gradient_and_leave_nothing_alive()
    {
        using var model = Make(MeanClassifier, "MeanClassifier");
        var stream = (IStreamingModel)model;
        using var state = stream.NewState(2);
        using var tokens = zeros(2, ScalarType.Int64);
        LeakCheck.AssertFlat(
            () =>
            {
                using var logits = stream.Step(tokens, state);
                Assert.False(logits.requires_grad);
            },
            steps: 20,
            warmUp: 5);
    }

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
        var report = ArchitectureVerifier.Verify(SpecOf(Source, "CausalPair"), new VerificationOptions { Length = 12, GradientSamples = 0 });
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

    private static void Refuse(string message, Func<Tensor> run) => Assert.Contains(message, Assert.Throws<ArgumentException>(() => run()).Message);

    private static Tensor Next(ArchitectureSpec spec, int batch) => spec.Head switch
    {
        LanguageModelHeadSpec head => randint(0, head.Vocabulary, [batch], ScalarType.Int64),
        ClassifierHeadSpec head => randint(0, head.Vocabulary, [batch], ScalarType.Int64),
        RegressorHeadSpec head => randn(batch, head.Inputs),
        var other => throw new NotSupportedException($"{other}"),
    };

    private static ISequenceModel Make(string source, string name)
    {
        manual_seed(11);
        var model = SpecOf(source, name).Create();
        model.Module.eval();
        return model;
    }

    private static ArchitectureSpec SpecOf(string source, string name) => GeneratedAssembly.SpecOf(Compiled.Of(source), "Demo." + name);
}
