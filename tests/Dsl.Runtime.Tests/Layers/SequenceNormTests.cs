using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class SequenceNormTests
{
    private const double Epsilon = 1e-5;

    public static TheoryData<string> Norms() => ["batch", "batch in evaluation", "layer", "rms"];

    [Fact]
    public void Batch_norm_takes_its_statistics_from_valid_positions()
    {
        using var scope = NewDisposeScope();
        var (x, lengths, valid) = Batch();
        var norm = Randomised(new SequenceBatchNorm(5));
        var state = norm.state_dict();
        var (mean, variance) = (state["running_mean"].clone(), state["running_var"].clone());

        var rows = x.masked_select(valid.expand_as(x)).view(-1, 5);
        var batchMean = rows.mean([0]);
        var squares = rows.sub(batchMean).Squared().sum([0]);
        var expected = x.sub(batchMean).div(
            squares.div(Scalars.Of(rows.shape[0])).Plus(Epsilon).sqrt()).mul(state["weight"]).Plus(state["bias"]);
        Tolerance.AssertClose(expected.masked_fill(valid.logical_not(), Scalars.Zero), norm.forward(x, lengths), 1e-12, "normalised");
        Tolerance.AssertClose((mean * Scalars.Of(0.9)).Plus(batchMean * Scalars.Of(0.1)), state["running_mean"], 1e-12, "running mean");
        Tolerance.AssertClose(
            (variance * Scalars.Of(0.9)).Plus(squares / Scalars.Of(rows.shape[0] - 1) * Scalars.Of(0.1)),
            state["running_var"],
            1e-12,
            "running variance");
    }

    [Fact]
    public void Batch_norm_in_evaluation_uses_the_running_statistics_and_leaves_them()
    {
        using var scope = NewDisposeScope();
        var (x, lengths, valid) = Batch();
        var norm = Randomised(new SequenceBatchNorm(5));
        norm.eval();
        var state = norm.state_dict();
        var before = state.ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var expected = x.sub(state["running_mean"]).div(state["running_var"].Plus(Epsilon).sqrt()).mul(state["weight"]).Plus(state["bias"]);
        Tolerance.AssertClose(
            SequenceMask.Apply(expected, lengths), SequenceMask.Apply(norm.forward(x, lengths), lengths), 1e-12, "normalised");
        Assert.All(state, pair => Assert.True(pair.Value.Equals(before[pair.Key]), pair.Key));
    }

    [Fact]
    public void Batch_norm_without_lengths_is_that_of_full_lengths()
    {
        using var scope = NewDisposeScope();
        var (x, _, _) = Batch();
        var (with, without) = (Randomised(new SequenceBatchNorm(5)), Randomised(new SequenceBatchNorm(5)));
        Assert.True(without.forward(x, null).Equals(with.forward(x, tensor(new long[] { 7, 7, 7 }))));
        Assert.All(
            with.state_dict().Zip(without.state_dict()), pair => Assert.True(pair.First.Value.Equals(pair.Second.Value), pair.First.Key));
    }

    [Fact]
    public void Batch_norm_of_a_single_position_is_its_bias_and_no_NaN_anywhere()
    {
        using var scope = NewDisposeScope();
        foreach (var lengths in new[] { null, tensor(new long[] { 1 }) })
        {
            var norm = Randomised(new SequenceBatchNorm(5));
            var state = norm.state_dict();
            var variance = state["running_var"].clone();
            var x = randn([1, lengths is null ? 1 : 4, 5], ScalarType.Float64, requires_grad: true);
            var y = norm.forward(x, lengths).narrow(1, 0, 1);
            y.Squared().sum().backward();
            Tolerance.AssertClose(state["bias"].view(1, 1, 5), y, 1e-12, "normalised");
            Assert.True(state["running_var"].Equals(variance));
            Assert.All([x.grad!, .. state.Values], tensor => Assert.True(tensor.isfinite().all().item<bool>()));
        }
    }

    [Fact]
    public void Layer_and_rms_norm_follow_their_formulas()
    {
        using var scope = NewDisposeScope();
        var (x, lengths, _) = Batch();
        var layer = Randomised(new SequenceLayerNorm(5));
        var centred = x.sub(x.mean([-1], keepdim: true));
        var expected = centred.div(centred.Squared().mean([-1], keepdim: true).Plus(Epsilon).sqrt())
            .mul(layer.state_dict()["weight"]).Plus(layer.state_dict()["bias"]);
        Tolerance.AssertClose(expected, layer.forward(x, lengths), 1e-12, "layer");

        var rms = Randomised(new SequenceRmsNorm(5));
        expected = x.div(x.Squared().mean([-1], keepdim: true).Plus(Epsilon).sqrt()).mul(rms.state_dict()["weight"]);
        Tolerance.AssertClose(expected, rms.forward(x, lengths), 1e-12, "rms");
    }

    [Theory]
    [MemberData(nameof(Norms))]
    public void Padding_changes_nothing(string name)
    {
        using var scope = NewDisposeScope();
        var (x, lengths, valid) = Batch();
        var inputs = new[]
        {
            x.masked_fill(valid.logical_not(), Scalars.Zero),
            x.where(valid, x.mul(Scalars.Of(1e6))),
            cat([x, randn(3, 4, 5, ScalarType.Float64)], 1),
        };
        var outcomes = inputs.Select(input =>
        {
            var norm = Make(name);
            var leaf = input.detach().clone().requires_grad_();
            var y = SequenceMask.Apply(norm.forward(leaf, lengths), lengths).narrow(1, 0, 7);
            y.sin().sum().backward();
            var padding = leaf.grad!.masked_select(SequenceMask.Of(lengths, input.shape[1]).logical_not().unsqueeze(2));
            Assert.True(padding.eq(Scalars.Zero).all().item<bool>(), "padding gets a gradient");
            return (Tensor[])[y.detach(), leaf.grad!.narrow(1, 0, 7), .. norm.named_buffers().Select(buffer => buffer.buffer)];
        }).ToArray();
        Assert.All(outcomes, outcome => Assert.All(outcome.Zip(outcomes[0]), pair => Assert.True(pair.First.Equals(pair.Second))));
    }

    [Theory]
    [MemberData(nameof(Norms))]
    public void Gradients_agree_with_differences(string name)
    {
        using var scope = NewDisposeScope();
        var (x, lengths, _) = Batch();
        var norm = Make(name);
        var weights = randn_like(x);
        x.requires_grad = true;
        foreach (var given in new[] { lengths, null })
        {
            FiniteDifferences.AssertGradients(
                () => SequenceMask.Apply(norm.forward(x, given), given).mul(weights).sum(),
                [("x", x), .. norm.named_parameters().Select(parameter => (parameter.name, (Tensor)parameter.parameter))]);
        }
    }

    [Theory]
    [MemberData(nameof(Norms))]
    public void Steps_leave_no_tensors_behind(string name)
    {
        using var scope = NewDisposeScope();
        var (x, lengths, _) = Batch();
        var norm = Make(name);
        x.requires_grad = true;
        LeakCheck.AssertFlat(() =>
        {
            using var y = norm.forward(x, lengths);
            using var loss = y.sum();
            loss.backward();
        });
    }

    [Theory]
    [MemberData(nameof(Norms))]
    public void What_does_not_fit_is_refused_by_name(string name)
    {
        using var scope = NewDisposeScope();
        var norm = Make(name);
        Assert.Contains(
            "[batch, length, 5], not [2, 3, 4]",
            Assert.Throws<ArgumentException>(() => norm.forward(ones(2, 3, 4), null)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "2 sequences",
            Assert.Throws<ArgumentException>(() => norm.forward(ones(2, 3, 5), ones([3], ScalarType.Int64))).Message,
            StringComparison.Ordinal);
    }

    private static SequenceLayer Make(string name)
    {
        switch (name)
        {
            case "layer":
                return Randomised(new SequenceLayerNorm(5));
            case "rms":
                return Randomised(new SequenceRmsNorm(5));
            default:
                var norm = Randomised(new SequenceBatchNorm(5));
                norm.train(name == "batch");
                return norm;
        }
    }

    private static T Randomised<T>(T norm)
        where T : SequenceLayer
    {
        norm.to(ScalarType.Float64);
        manual_seed(2);
        using var noGradient = no_grad();
        foreach (var tensor in norm.state_dict().Values)
        {
            tensor.copy_(rand_like(tensor).Plus(0.5));
        }

        return norm;
    }

    private static (Tensor X, Tensor Lengths, Tensor Valid) Batch()
    {
        manual_seed(1);
        var lengths = tensor(new long[] { 7, 1, 4 });
        return (randn(3, 7, 5, ScalarType.Float64).mul(Scalars.Of(3)).Plus(1), lengths, SequenceMask.Of(lengths, 7).unsqueeze(2));
    }
}
