using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>What both forms of compression have in common.</summary>
public sealed class CompressionLayerTests
{
    [Theory]
    [MemberData(nameof(CompressionShape.AllInBothForms), MemberType = typeof(CompressionShape))]
    public void Padding_changes_nothing(CompressionShape shape, bool causal)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths) = shape.Make(() => shape.Form(causal), ScalarType.Float32, seed: 6);
        CompressionShape.Set(layer, "w_delta", 2);
        var wider = cat([u, randn(shape.Batch, 9, shape.Features)], 1);
        var valid = SequenceMask.Of(lengths, shape.Length).unsqueeze(2);
        var clean = u.where(valid, zeros_like(u));
        var garbage = u.where(valid, randn_like(u).mul(Scalars.Of(1e6)));
        var expected = Run(layer, clean, lengths, shape.Length);
        foreach (var (name, input) in new[] { ("garbage", garbage), ("more padding", wider), ("other padding", u) })
        {
            var actual = Run(layer, input, lengths, shape.Length);
            Assert.True(expected.Counts.Equals(actual.Counts), $"{name} changes the counts");
            Assert.True(expected.Features.Equals(actual.Features), $"{name} changes the points");
            Assert.True(expected.Widened.Equals(actual.Widened), $"{name} changes the decompression");
            Assert.True(expected.InputGradient.Equals(actual.InputGradient), $"{name} changes the input's gradient");
            Assert.True(actual.PaddingGradient.eq(Scalars.Zero).all().item<bool>(), $"{name} gets a gradient");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Intervals_have_the_same_bits_wherever_a_row_stands(bool causal)
    {
        using var scope = NewDisposeScope();
        manual_seed(13);
        var layer = new CompressionShape(1, 1, 192, 2, 0.5, 2, 1).Form(causal);
        CompressionShape.Set(layer, "w_delta", 0.1);
        var u = randn(7, 501, 192);
        var lengths = full([7], Scalars.Of(501), ScalarType.Int64);
        using var expected = layer.forward(u, null);
        foreach (var more in new[] { 1, 2, 3 })
        {
            using var padded = layer.forward(cat([u, randn(7, more, 192)], 1), lengths);
            Assert.True(padded.Intervals.narrow(1, 0, 501).Equals(expected.Intervals), $"{more} padded positions change an interval");
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.AllInBothForms), MemberType = typeof(CompressionShape))]
    public void Gradients_agree_with_differences_away_from_switches(CompressionShape shape, bool causal)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths) = FirmDecisions.Make(shape, causal);
        u.requires_grad = true;
        var pointWeights = randn(shape.Batch, shape.Length, shape.BranchFeatures, ScalarType.Float64);
        var inputWeights = randn(shape.Batch, shape.Length, shape.BranchFeatures, ScalarType.Float64);
        Tensor Loss()
        {
            using var inner = NewDisposeScope();
            using var compressed = layer.forward(u, lengths);
            var points = compressed.Features.shape[1];
            var direct = compressed.Features.mul(pointWeights.narrow(1, 0, points)).sum();
            var back = SequenceMask.Apply(compressed.Decompress(compressed.Features.tanh()), lengths).mul(inputWeights).sum();
            return direct.Plus(back).Plus(
                compressed.Times.sin().mul(SequenceMask.Of(lengths, shape.Length)).sum()).MoveToOuterDisposeScope();
        }

        FiniteDifferences.AssertGradients(
            Loss, [("u", u), .. CompressionShape.Learned(layer)], step: 1e-6, tolerance: 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Intervals_learn_through_the_time_basis_alone(bool causal)
    {
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(2, 24, 5, 3, 0.5, 4, 3);
        var (layer, u, lengths) = shape.Make(() => shape.Form(causal), ScalarType.Float64, seed: 9);
        double HeadGradient()
        {
            layer.zero_grad();
            using var compressed = layer.forward(u, lengths);
            compressed.Features.Squared().sum().backward();
            return layer.state_dict()["b"].grad!.abs().item<double>();
        }

        Assert.True(HeadGradient() > 1e-6);
        using (no_grad())
        {
            layer.state_dict()["A_c"].view(shape.BranchFeatures, shape.WindowSize, -1).narrow(
                2, shape.Features, shape.TimeBasis).fill_(Scalars.Zero);
        }

        Assert.Equal(0, HeadGradient());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_seed_gives_the_same_bits(bool causal)
    {
        using var scope = NewDisposeScope();
        Tensor[] Once()
        {
            manual_seed(11);
            var layer = new CompressionShape(1, 1, 32, 16, 0.5, 6, 2).Form(causal);
            var u = randn(4, 256, 32, requires_grad: true);
            using var compressed = layer.forward(u, null);
            compressed.Decompress(compressed.Features).Squared().sum().backward();
            return [compressed.Features.alias(), u.grad!, .. layer.parameters().Select(parameter => parameter.grad!)];
        }

        Assert.All(Once().Zip(Once()), pair => Assert.True(pair.First.Equals(pair.Second)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_compressed_sequence_disposes_everything_forward_left(bool causal)
    {
        using var layer = new CompressionShape(1, 1, 8, 4, 0.5, 4, 2).Form(causal);
        layer.IntegerTicks = true;
        using var lengths = tensor(new long[] { 12, 7, 2 });
        using var u = randn(3, 12, 8);
        using var noGradient = no_grad();
        LeakCheck.AssertFlat(() => layer.forward(u, lengths).Dispose(), steps: 20, warmUp: 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_matrices_decay(bool causal)
    {
        using var layer = new CompressionShape(1, 1, 4, 2, 0.5, 3, 2).Form(causal);
        foreach (var (name, _) in layer.named_parameters())
        {
            Assert.Equal(new OptimizerHint(null, name is "A_c" or "w_delta" ? null : 0), layer.HintFor(name));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parameters_survive_the_scope_they_are_made_in(bool causal)
    {
        CompressionLayer layer;
        using (NewDisposeScope())
        {
            layer = new CompressionShape(1, 1, 4, 2, 0.5, 3, 2).Form(causal);
        }

        using (layer)
        using (var compressed = layer.forward(ones(1, 5, 4), null))
        {
            Assert.Equal(2, compressed.Features.shape[2]);
        }
    }

    private static Outcome Run(CompressionLayer layer, Tensor u, Tensor lengths, long length)
    {
        var leaf = u.detach().clone().requires_grad_();
        using var compressed = layer.forward(leaf, lengths);
        var widened = SequenceMask.Apply(compressed.Decompress(compressed.Features), lengths);
        widened.Squared().sum().backward();
        var valid = SequenceMask.Of(lengths, u.shape[1]).unsqueeze(2);
        return new Outcome(
            compressed.Counts.alias(),
            compressed.Features.detach(),
            widened.detach().narrow(1, 0, length),
            leaf.grad!.narrow(1, 0, length).clone(),
            leaf.grad!.masked_fill(valid, Scalars.Zero));
    }

    private sealed record Outcome(Tensor Counts, Tensor Features, Tensor Widened, Tensor InputGradient, Tensor PaddingGradient);
}
