using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The causal compression over whole sequences: values, causality, initial values.</summary>
public sealed class CausalCompressionTests
{
    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void A_point_is_what_a_plain_loop_makes_it(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float64, seed: 21);
        CompressionShape.Set(layer, "b", 1.5);
        using var noGradient = no_grad();
        using var compressed = layer.forward(u, lengths);
        var outputs = randn(shape.Batch, compressed.Features.shape[1], 2, ScalarType.Float64);
        var widened = compressed.Decompress(outputs);
        var state = layer.state_dict();
        var gamma = state["gamma"].item<double>();
        for (var sample = 0L; sample < shape.Batch; sample++)
        {
            var (ticks, emitted) = (0L, 0L);
            var times = new List<double>();
            for (var position = 0L; position < lengths[sample].item<long>(); position++)
            {
                var logit = (state.TryGetValue("w_delta", out var head) ? u[sample, position].mul(head).sum().item<double>() : 0) + 1.5;
                var interval = shape.Rate / (1 + Math.Exp(-logit)) * Ticks.PerPoint;
                if (shape.Options.Interval == Interval.Random)
                {
                    var (mean, share) = (interval, FixedIntervals.Share(state["seed"].item<long>(), position));
                    interval += Math.Min(mean, (shape.Rate * Ticks.PerPoint) - mean) * ((2 * share) - 1);
                }

                ticks += long.Clamp((long)Math.Round(interval, MidpointRounding.ToEven), 1, (long)(shape.Rate * Ticks.PerPoint));
                times.Add(ticks / (double)Ticks.PerPoint);
                if (ticks >= (emitted + 1 - shape.Offset) * Ticks.PerPoint)
                {
                    emitted++;
                    var point = emitted - shape.Offset;
                    var rows = new List<Tensor>();
                    for (var other = position - shape.WindowSize + 1; other <= position; other++)
                    {
                        rows.Add(other < 0
                            ? zeros(shape.Features + shape.TimeBasis, ScalarType.Float64)
                            : cat(
                                [
                                    u[sample, other],
                                    state["mu"].neg().Plus(times[(int)other] - point).Squared().mul(Scalars.Of(-gamma)).exp()
                                ]));
                    }

                    var expected = state["A_c"].mv(cat(rows)).Plus(state["a_c"]);
                    Tolerance.AssertClose(
                        expected, compressed.Features[sample, emitted - 1], 1e-10, $"point {emitted} of sequence {sample}");
                    Assert.Equal(position - shape.WindowSize + 1, compressed.WindowStarts[sample, emitted - 1].item<long>());
                }

                var held = emitted == 0 ? zeros(2, ScalarType.Float64) : outputs[sample, emitted - 1];
                Assert.True(held.Equals(widened[sample, position]), $"sequence {sample} reads something else at {position}");
            }

            Assert.Equal(emitted, compressed.Counts[sample].item<long>());
            Assert.True(
                compressed.Features[sample].narrow(0, emitted, compressed.Features.shape[1] - emitted).eq(Scalars.Zero).all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Counts_stay_within_the_rate_however_the_intervals_saturate(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        foreach (var (strength, bias) in new[] { (0.1, 0.0), (3, 0), (100, 0), (0, 200), (0, -200) })
        {
            var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float32, seed: 5);
            CompressionShape.Set(layer, "w_delta", strength);
            CompressionShape.Set(layer, "b", bias);
            using var compressed = layer.forward(u, lengths);
            Assert.All(
                compressed.Counts.data<long>().Zip(lengths.data<long>()),
                pair => Assert.InRange(pair.First, 0, (long)(((decimal)shape.Rate * pair.Second) + (decimal)shape.Offset)));
            var valid = SequenceMask.Of(lengths, shape.Length);
            Assert.All(
                compressed.Intervals.masked_select(valid).to(ScalarType.Float64).data<double>(),
                delta => Assert.InRange(delta, 1.0 / Ticks.PerPoint, shape.Rate));
            Assert.InRange(compressed.RealisedRate(), 0, shape.Rate);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(2)]
    public void Saturated_at_rate_one_it_hands_every_input_through_its_projection(int branchFeatures)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var layer = new CausalCompression(6, branchFeatures, compressionRate: 1, windowSize: 1, timeBasis: 2).to(ScalarType.Float64);
        CompressionShape.Set(layer, "b", 100);
        var projection = branchFeatures == 6 ? eye(6, dtype: ScalarType.Float64) : randn(branchFeatures, 6, ScalarType.Float64);
        using (no_grad())
        {
            layer.state_dict()["A_c"].copy_(cat([projection, zeros(branchFeatures, 2, ScalarType.Float64)], 1));
        }

        var inner = new DiagonalLayer(branchFeatures, 3).to(ScalarType.Float64);
        var branch = new CompressingBranch(layer, inner);
        var u = randn(3, 17, 6, ScalarType.Float64);
        var lengths = tensor(new long[] { 17, 4, 1 });
        using var compressed = layer.forward(u, lengths);
        Assert.Equal([17L, 4, 1], compressed.Counts.data<long>());
        Assert.Equal(1, compressed.RealisedRate(), 12);

        // Oracle 4: the branch is the plain layer behind the projection.
        var expected = SequenceMask.Apply(inner.forward(nn.functional.linear(u, projection, layer.state_dict()["a_c"]), lengths), lengths);
        Tolerance.AssertClose(expected, SequenceMask.Apply(branch.forward(u, lengths), lengths), 1e-14, "forward");
        Tolerance.AssertClose(expected, SequenceMask.Apply(Pieces.Run(branch, u, lengths, 5), lengths), 1e-14, "pieces");
        Tolerance.AssertClose(expected, SequenceMask.Apply(Pieces.Step(branch, u), lengths), 1e-14, "steps");
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Nothing_depends_on_a_later_input(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, _) = shape.Make(shape.Causal, ScalarType.Float64, seed: 61);
        CompressionShape.Set(layer, "w_delta", 2);
        var branch = new CompressingBranch(layer, new DiagonalLayer(shape.BranchFeatures, 2).to(ScalarType.Float64));
        u.requires_grad = true;
        for (var position = 0L; position < shape.Length; position++)
        {
            u.grad = null;
            branch.forward(u, null).select(1, position).Squared().sum().backward();
            var future = u.grad!.narrow(1, position + 1, shape.Length - position - 1);
            Assert.True(future.eq(Scalars.Zero).all().item<bool>(), $"the output at {position} has a gradient from the future");
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void A_prefix_alone_gives_the_beginning_of_the_whole(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (layer, u, _) = shape.Make(shape.Causal, ScalarType.Float64, seed: 71);
        CompressionShape.Set(layer, "w_delta", 2);
        var branch = new CompressingBranch(layer, new DiagonalLayer(shape.BranchFeatures, 2).to(ScalarType.Float64));
        var whole = branch.forward(u, null);
        using var compressed = layer.forward(u, null);
        for (var prefix = 1L; prefix < shape.Length; prefix++)
        {
            using var part = layer.forward(u.narrow(1, 0, prefix), null);
            var emitted = part.Counts.max().item<long>();
            Assert.True(part.Times.Equals(compressed.Times.narrow(1, 0, prefix)), $"other times with {prefix} inputs");
            Assert.True(
                part.Counts.Equals(ResamplingIndices.EmissionCounts(compressed.Times.narrow(1, 0, prefix), shape.Options.PointPlacement)),
                $"other counts with {prefix} inputs");
            var starts = compressed.WindowStarts.narrow(1, 0, emitted);
            var valid = SequenceMask.Of(part.Counts, emitted);
            Assert.True(
                where(valid, part.WindowStarts.narrow(1, 0, emitted), starts).Equals(starts), $"other windows with {prefix} inputs");
            // Matrix products may round by where a row stands; nothing else may differ.
            Tolerance.AssertClose(
                whole.narrow(1, 0, prefix), branch.forward(u.narrow(1, 0, prefix), null), 1e-14, $"outputs of {prefix} inputs");
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Sequences_do_not_depend_on_their_place_in_the_batch(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (layer, u, lengths) = shape.Make(shape.Causal, ScalarType.Float64, seed: 7);
        var branch = new CompressingBranch(layer, new DiagonalLayer(shape.BranchFeatures, 2).to(ScalarType.Float64));
        var order = TensorRange.Of(shape.Batch).flip(0);
        var expected = SequenceMask.Apply(branch.forward(u, lengths), lengths).index_select(0, order);
        var (permuted, permutedLengths) = (u.index_select(0, order), lengths.index_select(0, order));
        Tolerance.AssertClose(expected, SequenceMask.Apply(branch.forward(permuted, permutedLengths), permutedLengths), 1e-14, "forward");
        Tolerance.AssertClose(
            expected, SequenceMask.Apply(Pieces.Run(branch, permuted, permutedLengths, 4), permutedLengths), 1e-13, "pieces");
    }

    [Fact]
    public void Ticks_pass_the_gradient_of_the_unrounded_intervals()
    {
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(2, 24, 5, 3, 0.5, 4, 3);
        Tensor[] Gradients(bool ticks)
        {
            var (layer, u, lengths) = FirmDecisions.Make(shape, causal: true);
            layer.IntegerTicks = ticks;
            using var compressed = layer.forward(u.requires_grad_(), lengths);
            compressed.Decompress(compressed.Features).Squared().sum().backward();
            return [u.grad!, .. layer.parameters().Select(parameter => parameter.grad!)];
        }

        foreach (var (rounded, plain) in Gradients(true).Zip(Gradients(false)))
        {
            Tolerance.AssertClose(plain, rounded, 1e-4, "a gradient");
            Assert.False(plain.Equals(rounded), "times were not rounded");
        }
    }

    [Fact]
    public void Initialisation_is_the_documented_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(12);
        var layer = new CausalCompression(192, 96, 0.5, 6, 200);
        var state = layer.state_dict();
        Assert.Equal(0, state["b"].item<float>());
        Assert.InRange(state["w_delta"].std().item<float>(), 0.016, 0.024);
        Assert.InRange(state["mu"].min().item<float>(), -2.5, -2.4);
        Assert.InRange(state["mu"].max().item<float>(), 0.4, 0.5);
        var spacing = 3.0 / 200;
        Assert.Equal(1 / (2 * spacing * spacing), state["gamma"].item<float>(), 1e-2);
        Assert.True(layer.IntegerTicks);
        var declared = typeof(CausalCompression).GetCustomAttributes(
            typeof(LayerParameterAttribute), false).Cast<LayerParameterAttribute>();
        Assert.Equal(
            layer.named_parameters().Select(parameter => parameter.name).Order(), declared.Select(parameter => parameter.Name).Order());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var layer = new CausalCompression(4, 2, 0.5, 3, 2);
        var inner = new DiagonalLayer(2, 1);
        using var state = layer.NewState(2, inner);
        string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.Contains("[batch, length, 4], not [2, 5, 3]", Message(() => layer.forward(ones(2, 5, 3), null)), StringComparison.Ordinal);
        Assert.Contains("[batch, 4], not [2, 5, 4]", Message(() => layer.Step(ones(2, 5, 4), inner, state)), StringComparison.Ordinal);
        Assert.Contains(
            "[batch, length, 4], not [2, 4]", Message(() => layer.Chunk(ones(2, 4), null, inner, state)), StringComparison.Ordinal);
        Assert.Contains("Float64", Message(() => layer.Step(ones(2, 4, ScalarType.Float64), inner, state)), StringComparison.Ordinal);
        Assert.Contains("2", Message(() => layer.Step(ones(3, 4), inner, state)), StringComparison.Ordinal);
        layer.IntegerTicks = false;
        Assert.Contains("clock is Int64", Message(() => layer.Chunk(ones(2, 1, 4), null, inner, state)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CausalCompression(4, 2, 1.5, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CausalCompression(4, 2, 0.5, 0, 2));
    }
}
