using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using SerpentDsl.Verification;
using TorchSharp;
using static SerpentDsl.Generator.Tests.StreamingModels;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>The generated streaming form.</summary>
[Collection(AloneCollection.Name)]
public sealed class StreamingTests
{
    public static TheoryData<string, string> Models => StreamingModels.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public void All_forms_compute_one_function(string source, string name)
    {
        var report = ArchitectureVerifier.Verify(SpecOf(source, name), new VerificationOptions { GradientSamples = 1 });
        Assert.All(
            report.Checks.Where(check => check.Name != "state bytes" && !IsOfRows(check)),
            check => Assert.True(check.Verdict == Verdict.Passed, $"{check}"));
        Assert.True(report.Passed, $"{report.Checks.Single(check => check.Name == "state bytes")}");

        // A model that pools takes every document as a row.
        static bool IsOfRows(VerificationCheck check) => check is { Name: "packed documents", Verdict: Verdict.NotApplicable };
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
        using ISequenceModel model = Make(Declared.TinyLanguageModel, "TinyLanguageModel"),
            other = Make(Declared.TiedLanguageModel, "TiedLanguageModel");
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

    private static void Refuse(string message, Func<Tensor> run) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => run()).Message);
}
