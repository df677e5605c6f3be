using SerpentDsl.Native;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>Models of every head at work.</summary>
public sealed class HeadTests
{
    private static readonly long[] s_lengths = [20, 7, 13];

    public static TheoryData<string, string> Models => new()
    {
        { Declared.TinyPair, "TinyPair" },
        { Declared.TinyLanguageModel, "TinyLanguageModel" },
        { Declared.TiedLanguageModel, "TiedLanguageModel" },
        { Declared.TinyRegressor, "TinyRegressor" },
        { Declared.CausalRegressor, "CausalRegressor" },
        { Declared.Tiny.Replace("maxLength: 24", "maxLength: 24, Pooling = Pooling.Last", StringComparison.Ordinal), "Tiny" },
    };

    [Fact]
    public void A_head_is_described_by_its_own_record()
    {
        Assert.Equal(new ClassifierHeadSpec(7, 3, 24), SpecOf(Declared.Tiny, "Tiny").Head);
        Assert.Equal(new PairClassifierHeadSpec(11, 3, 24, Pooling.Last), SpecOf(Declared.TinyPair, "TinyPair").Head);
        Assert.Equal(
            new LanguageModelHeadSpec(11, 24, TiedEmbeddings: false), SpecOf(Declared.TinyLanguageModel, "TinyLanguageModel").Head);
        Assert.Equal(new LanguageModelHeadSpec(50, 24, TiedEmbeddings: true), SpecOf(Declared.TiedLanguageModel, "TiedLanguageModel").Head);
        Assert.Equal(new RegressorHeadSpec(3, 2, 24), SpecOf(Declared.TinyRegressor, "TinyRegressor").Head);
        Assert.Equal(new RegressorHeadSpec(3, 2, 24, Pooling.None), SpecOf(Declared.CausalRegressor, "CausalRegressor").Head);
        Assert.False(SpecOf(Declared.TinyPair, "TinyPair").Causal);
        Assert.True(SpecOf(Declared.TinyLanguageModel, "TinyLanguageModel").Causal);
        Assert.True(SpecOf(Declared.CausalRegressor, "CausalRegressor").Causal);
        Assert.Equal(
            ("LanguageModel", 24),
            (
                SpecOf(Declared.TinyLanguageModel, "TinyLanguageModel").Head.Kind,
                SpecOf(Declared.TinyLanguageModel, "TinyLanguageModel").Head.MaxLength));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Parameters_are_those_of_the_specification(string source, string name)
    {
        using var model = Make(source, name, out var spec);
        (string Name, Parameter Parameter)[] parameters = [.. model.Module.named_parameters()];
        Assert.Equal(spec.Parameters, parameters.Sum(entry => entry.Parameter.numel()));
        Assert.Equal(
            spec.Parameters, model.Module.state_dict().Where(entry => entry.Value.requires_grad).Sum(entry => entry.Value.numel()));
        HashSet<string> modules = [.. model.Module.named_modules().Select(entry => entry.name)];
        foreach (var layer in spec.Layers)
        {
            Assert.Contains(layer.Name, modules);
            Assert.Equal(
                layer.Parameters,
                parameters.Where(
                    entry => entry.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal)).Sum(entry => entry.Parameter.numel()));
        }
    }

    [Theory]
    [InlineData(
        Declared.TinyPair,
        "TinyPair",
        "embedding.weight final_norm.bias final_norm.weight head.bias head.weight head_hidden.bias head_hidden.weight")]
    [InlineData(Declared.TinyLanguageModel, "TinyLanguageModel", "embedding.weight final_norm.weight head.weight")]
    [InlineData(Declared.TiedLanguageModel, "TiedLanguageModel", "embedding.weight final_norm.bias final_norm.weight")]
    [InlineData(
        Declared.TinyRegressor, "TinyRegressor", "encoder.bias encoder.weight final_norm.bias final_norm.weight head.bias head.weight")]
    [InlineData(Declared.CausalRegressor, "CausalRegressor", "encoder.bias encoder.weight head.bias head.weight")]
    public void Parameters_outside_the_blocks_have_these_names(string source, string name, string expected)
    {
        using var model = Make(source, name, out _);
        var names = model.Module.named_parameters().Select(entry => entry.name).Where(
            parameter => !parameter.StartsWith("blocks.", StringComparison.Ordinal));
        Assert.Equal(expected, string.Join(" ", names.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Answers_have_their_shape_and_gradients_reach_every_parameter(string source, string name)
    {
        using var scope = NewDisposeScope();
        using var model = Make(source, name, out var spec);
        var answer = ModelInput.Draw(spec.Head, s_lengths, 20).Through(model);
        Assert.Equal(ModelInput.AnswerOf(spec.Head, 3, 20), answer.shape);
        var valid = answer.dim() == 3 ? Layers.SequenceMask.Apply(answer, tensor(s_lengths)) : answer;
        Assert.False(valid.isnan().any().item<bool>());
        valid.Squared().sum().backward();
        foreach (var (parameterName, parameter) in model.Module.named_parameters())
        {
            Assert.True(parameter.grad is { } gradient && gradient.count_nonzero().item<long>() > 0, parameterName);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Padding_changes_nothing(string source, string name)
    {
        using var scope = NewDisposeScope();
        using var model = Make(source, name, out var spec);
        model.Module.eval();
        var input = ModelInput.Draw(spec.Head, s_lengths, 20);
        var together = input.Through(model);
        var repadded = input.Repadded().Through(model);
        for (var row = 0; row < s_lengths.Length; row++)
        {
            var alone = input.Row(row).Through(model)[0];
            AssertClose(alone, Valid(together, row));
            AssertClose(alone, Valid(repadded, row));
        }

        Tensor Valid(Tensor answer, int row) => answer.dim() == 3 ? answer[row].narrow(0, 0, s_lengths[row]) : answer[row];
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void No_tensor_outlives_a_step(string source, string name)
    {
        using var model = Make(source, name, out var spec);
        using var input = ModelInput.Draw(spec.Head, [12, 5], 12);
        LeakCheck.AssertFlat(
            () =>
            {
                using var step = NewDisposeScope();
                input.Through(model).sum().backward();
                model.Module.zero_grad();
            },
            steps: 20,
            warmUp: 5);
        using (no_grad())
        {
            LeakCheck.AssertFlat(() => input.Through(model).Dispose(), steps: 10, warmUp: 5);
        }
    }

    [Theory]
    [InlineData(Declared.TinyLanguageModel, "TinyLanguageModel")]
    [InlineData(Declared.TiedLanguageModel, "TiedLanguageModel")]
    [InlineData(Declared.CausalRegressor, "CausalRegressor")]
    public void No_answer_of_a_causal_model_depends_on_a_later_position(string source, string name)
    {
        using var scope = NewDisposeScope();
        using var model = Make(source, name, out var spec);
        var input = ModelInput.Draw(spec.Head, [24, 24], 24);
        var whole = input.Through(model);
        foreach (var prefix in new long[] { 1, 9, 23 })
        {
            var cut = (input with { First = input.First.narrow(1, 0, prefix) }).Through(model);
            AssertClose(cut, whole.narrow(1, 0, prefix));
        }
    }

    [Fact]
    public void Both_sequences_of_a_pair_go_through_one_encoder()
    {
        using var scope = NewDisposeScope();
        using var pair = (IPairClassifier)Make(Declared.TinyPair, "TinyPair", out var spec);
        var module = (nn.Module<Tensor, Tensor, Tensor>)pair.Module;
        var input = ModelInput.Draw(spec.Head, [9, 9], 9, secondPadded: 15, secondLengths: [15, 15]);
        Assert.Equal([2, 3], module.call(input.First, input.Second!).shape);

        // With equal sequences a - b is zero: what the hidden layer makes of it must not matter.
        module.eval();
        var same = module.call(input.First, input.First);
        using (no_grad())
        {
            module.state_dict()["head_hidden.weight"].narrow(1, 12, 6).fill_(Scalars.Of(100));
        }

        Assert.Equal(same, module.call(input.First, input.First));
        Assert.NotEqual(same, module.call(input.First, input.Second!));
    }

    [Fact]
    public void A_pair_is_told_from_its_reverse()
    {
        using var scope = NewDisposeScope();
        using var pair = (IPairClassifier)Make(Declared.TinyPair, "TinyPair", out var spec);
        pair.Module.eval();
        var input = ModelInput.Draw(spec.Head, [9, 4], 9, secondPadded: 15);
        var forwards = pair.forward(input.First, input.Lengths, input.Second!, input.SecondLengths);
        var backwards = pair.forward(input.Second!, input.SecondLengths, input.First, input.Lengths);
        Assert.False(forwards.allclose(backwards));
    }

    [Fact]
    public void A_tied_language_model_begins_near_the_entropy_of_its_vocabulary()
    {
        using var scope = NewDisposeScope();
        using var model = (ILanguageModel)Make(Declared.TiedLanguageModel, "TiedLanguageModel", out var spec);
        var input = ModelInput.Draw(spec.Head, [24, 24], 24);
        var logits = model.forward(input.First, null);
        double loss = nn.functional.cross_entropy(logits.view(-1, 50), input.First.view(-1)).item<float>();
        Assert.InRange(loss, double.Log(50) - 0.3, double.Log(50) + 0.3);

        // Projection and embedding are one table: a change of it changes both, and the gradient is of both.
        using var guard = no_grad();
        var table = model.Module.state_dict()["embedding.weight"];
        Assert.Equal(50 * 8, table.numel());
        table.mul_(Scalars.Zero);
        Assert.Equal(0, model.forward(input.First, null).abs().max().item<float>());
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        using var pair = (IPairClassifier)Make(Declared.TinyPair, "TinyPair", out _);
        var five = zeros([2, 5], ScalarType.Int64);
        AssertRefused("2 first and 3 second", () => pair.forward(five, null, zeros([3, 5], ScalarType.Int64), null));
        AssertRefused(
            "The second of a pair is Int64 [batch, length], not Float32 [2, 5]", () => pair.forward(five, null, zeros(2, 5), null));
        AssertRefused("at most 24", () => pair.forward(five, null, zeros([2, 25], ScalarType.Int64), null));
        AssertRefused("A length of 6", () => pair.forward(five, tensor([5L, 6L]), five, null));

        using var regressor = (ISequenceRegressor)Make(Declared.TinyRegressor, "TinyRegressor", out _);
        AssertRefused("Values are Float32 [batch, length, 3], not Float32 [2, 5, 4]", () => regressor.forward(zeros(2, 5, 4), null));
        AssertRefused("not Float64 [2, 5, 3]", () => regressor.forward(zeros([2, 5, 3], ScalarType.Float64), null));
        AssertRefused("not Float32 [5, 3]", () => regressor.forward(zeros(5, 3), null));
        AssertRefused("25 positions long", () => regressor.forward(zeros(2, 25, 3), null));
        AssertRefused("A length of 0", () => regressor.forward(zeros(2, 5, 3), tensor([5L, 0L])));

        using var language = (ILanguageModel)Make(Declared.TinyLanguageModel, "TinyLanguageModel", out _);
        AssertRefused("Token 11", () => language.forward(full([1, 2], Scalars.Of(11), ScalarType.Int64), null));
    }

    [Theory]
    [InlineData("SequenceClassifier(20, 10, 64)", "model.call(x)", "model.forward(x, x)")]
    [InlineData("PairClassifier(20, 10, 64)", "model.call(x, x)", "model.forward(x, null, x, x)")]
    [InlineData("LanguageModel(20, 64)", "model.call(x)", "model.forward(x, x)")]
    [InlineData("SequenceRegressor(20, 10, 64)", "model.call(x)", "model.forward(x, x)")]
    public void A_broken_declaration_of_any_head_adds_no_errors_of_the_compiler(string head, string plain, string withLengths)
    {
        var source = Declared.Class($"[{head}]\n[Backbone(features: 8, depth: 0, Norm = Norm.Rms)]\n[S4Branch(StateSize = 2)]", $$"""
            public sealed partial class Model;

            public static class User
            {
                public static Tensor Run(Tensor x)
                {
                    using Model model = new();
                    using SerpentDsl.Specs.I{{head.Split('(')[0]}} typed = model;
                    typed.Module.eval();
                    return Model.Spec.Parameters == Model.ParameterCount ? {{plain}} : {{withLengths}};
                }
            }
            """);
        Assert.Equal("SDSL101", Assert.Single(Compilations.Compile(Compilations.Create(source))).Id);
        Assert.Empty(Compilations.Compile(Compilations.Create(source.Replace("depth: 0", "depth: 1", StringComparison.Ordinal))));
    }

    private static void AssertRefused(string expected, Func<Tensor> run) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => run()).Message, StringComparison.Ordinal);

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5 * (1 + expected.abs().max().item<float>()));
    }

    private static ArchitectureSpec SpecOf(string source, string name) => GeneratedAssembly.SpecOf(Compiled.Of(source), "Demo." + name);

    private static ISequenceModel Make(string source, string name, out ArchitectureSpec spec)
    {
        spec = SpecOf(source, name);
        manual_seed(17);
        return spec.Create();
    }
}
