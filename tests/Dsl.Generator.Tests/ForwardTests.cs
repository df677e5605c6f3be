using System.Reflection;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>Generated modules at work.</summary>
public sealed class ForwardTests
{
    public static TheoryData<string, string> Models => new()
    {
        { Declared.Tiny, "Demo.Tiny" },
        { Declared.ThreeBranches, "Demo.ThreeBranches" },
        { Declared.Whole("public sealed partial class Model;"), "Demo.Model" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Parameters_are_those_of_the_specification(string source, string name)
    {
        var (spec, model) = Make(source, name);
        using (model)
        {
            (string Name, Parameter Parameter)[] parameters = [.. model.Module.named_parameters()];
            Assert.Equal(spec.Parameters, parameters.Sum(entry => entry.Parameter.numel()));
            foreach (var layer in spec.Layers)
            {
                Assert.Equal(
                    layer.Parameters,
                    parameters.Where(
                        entry => entry.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal)).Sum(entry => entry.Parameter.numel()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_have_their_shape_and_gradients_reach_every_parameter(string source, string name)
    {
        using var scope = NewDisposeScope();
        var (spec, model) = Make(source, name);
        using (model)
        {
            var tokens = Tokens(spec, batch: 3, length: 20);
            var logits = model.forward(tokens, tensor([20L, 7L, 13L]));
            Assert.Equal([3, HeadOf(spec).Classes], logits.shape);
            Assert.False(logits.isnan().any().item<bool>());
            logits.Squared().sum().backward();
            foreach (var (parameterName, parameter) in model.Module.named_parameters())
            {
                Assert.True(parameter.grad is { } gradient && gradient.count_nonzero().item<long>() > 0, parameterName);
            }

            Assert.Equal([3, HeadOf(spec).Classes], ((nn.Module<Tensor, Tensor>)model.Module).call(tokens).shape);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Padding_changes_nothing(string source, string name)
    {
        using var scope = NewDisposeScope();
        var (spec, model) = Make(source, name);
        using (model)
        {
            model.Module.eval();
            Tensor tokens = Tokens(spec, batch: 2, length: 20), lengths = tensor([20L, 9L]);
            var together = model.forward(tokens, lengths);
            var alone = model.forward(tokens[TensorIndex.Slice(1, 2), TensorIndex.Slice(0, 9)], null);
            var other = tokens.clone();
            other[TensorIndex.Single(1), TensorIndex.Slice(9, 20)] = 1;
            var repadded = model.forward(other, lengths);
            AssertClose(together[1], alone[0]);
            AssertClose(together, repadded);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void No_tensor_outlives_a_step(string source, string name)
    {
        var (spec, model) = Make(source, name);
        using (model)
        using (var tokens = Tokens(spec, batch: 2, length: 12))
        using (var lengths = tensor([12L, 5L]))
        {
            LeakCheck.AssertFlat(
                () =>
                {
                    // Custom autograd functions leave what backward makes to the scope around it, as in TorchSharp.
                    using var step = NewDisposeScope();
                    model.forward(tokens, lengths).sum().backward();
                    model.Module.zero_grad();
                },
                steps: 30,
                warmUp: 5);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Evaluation_needs_no_scope(string source, string name)
    {
        var (spec, model) = Make(source, name);
        using (model)
        using (var tokens = Tokens(spec, batch: 2, length: 12))
        using (no_grad())
        {
            LeakCheck.AssertFlat(() => model.forward(tokens, null).Dispose(), steps: 15, warmUp: 5);
        }
    }

    [Fact]
    public void A_forward_pass_leaves_its_result_alone()
    {
        var (spec, model) = Make(Declared.Tiny, "Demo.Tiny");
        using (model)
        using (var tokens = Tokens(spec, batch: 2, length: 12))
        {
            model.forward(tokens, null).Dispose();
            var before = LeakCheck.LiveTensors;
            var logits = model.forward(tokens, null);
            Assert.Equal(before + 1, LeakCheck.LiveTensors);
            logits.Dispose();
        }
    }

    [Fact]
    public void Disposing_the_model_disposes_its_parameters()
    {
        var (_, model) = Make(Declared.Tiny, "Demo.Tiny");
        Parameter[] parameters = [.. model.Module.parameters()];
        Assert.NotEmpty(parameters);
        model.Dispose();
        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
    }

    [Theory]
    [InlineData(2, 25, "24")]
    [InlineData(0, 5, "")]
    public void A_batch_that_does_not_fit_is_refused(int batch, int length, string named)
    {
        var (spec, model) = Make(Declared.Tiny, "Demo.Tiny");
        using (model)
        using (var tokens = batch == 0 ? zeros(length, dtype: ScalarType.Int64) : Tokens(spec, batch, length))
        {
            var error = Assert.Throws<ArgumentException>(() => model.forward(tokens, null));
            Assert.Contains(named, error.Message);
        }
    }

    [Fact]
    public void State_carries_over_to_another_model()
    {
        using var scope = NewDisposeScope();
        var assembly = GeneratedAssembly.Compile(Declared.Tiny);
        using var one = Seeded(assembly, "Demo.Tiny");
        using var two = GeneratedAssembly.Create(assembly, "Demo.Tiny");
        var tokens = Tokens(GeneratedAssembly.SpecOf(assembly, "Demo.Tiny"), batch: 2, length: 9);
        one.Module.eval();
        two.Module.eval();
        Assert.False(one.forward(tokens, null).allclose(two.forward(tokens, null)));
        two.Module.load_state_dict(one.Module.state_dict());
        Assert.Equal(one.forward(tokens, null), two.forward(tokens, null));
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5 * (1 + expected.abs().max().item<float>()));

    private static (ArchitectureSpec Spec, ISequenceClassifier Model) Make(string source, string name)
    {
        var assembly = GeneratedAssembly.Compile(source);
        return (GeneratedAssembly.SpecOf(assembly, name), Seeded(assembly, name));
    }

    private static ISequenceClassifier Seeded(Assembly assembly, string name)
    {
        manual_seed(17);
        return GeneratedAssembly.Create(assembly, name);
    }

    private static ClassifierHeadSpec HeadOf(ArchitectureSpec spec) => (ClassifierHeadSpec)spec.Head;

    private static Tensor Tokens(ArchitectureSpec spec, int batch, int length)
    {
        manual_seed(3);
        return randint(1, HeadOf(spec).Vocabulary, [batch, length], ScalarType.Int64);
    }
}
