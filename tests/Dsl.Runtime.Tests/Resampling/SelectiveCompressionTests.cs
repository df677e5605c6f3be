using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

public class SelectiveCompressionTests
{
    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Points_stay_within_the_bound_and_intervals_within_the_rate(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        foreach (var strength in new[] { 0.1, 3, 100 })
        {
            var (layer, u, lengths) = shape.Make(shape.Selective, ScalarType.Float32, seed: 5);
            CompressionShape.Set(layer, "w_delta", strength);
            using var compressed = layer.forward(u, lengths);
            var counts = compressed.Counts.data<long>().ToArray();
            var rate = new CompressionRate(shape.Rate);
            Assert.All(counts.Zip(lengths.data<long>()), pair => Assert.InRange(pair.First, 1, rate.MostPoints(pair.Second)));
            Assert.Equal([shape.Batch, counts.Max(), shape.BranchFeatures], compressed.Features.shape);

            var valid = SequenceMask.Of(lengths, shape.Length);
            var intervals = compressed.Intervals.masked_select(valid).data<float>();
            // A logistic function is inside (0, 1) only until it rounds to an end.
            Assert.All(intervals, delta => Assert.True(strength > 3 ? delta >= 0 && delta <= (float)shape.Rate : delta > 0 && delta < shape.Rate));
            Assert.InRange(compressed.RealisedRate(), 0, shape.Rate + 1e-6);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Saturated_at_rate_one_with_a_window_of_one_it_is_the_identity(bool ticks)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var layer = new SelectiveCompression(6, 6, compressionRate: 1, windowSize: 1, timeBasis: 2, integerTicks: ticks);
        CompressionShape.Set(layer, "b", 100);
        CompressionShape.Set(layer, "a_c", 0);
        using (no_grad())
        {
            layer.state_dict()["A_c"].copy_(cat([eye(6), zeros(6, 2)], 1));
        }

        var u = randn(3, 17, 6);
        var lengths = tensor(new long[] { 17, 4, 1 });
        using var compressed = layer.forward(u, lengths);
        var masked = SequenceMask.Apply(u, lengths);
        Assert.Equal([17L, 4, 1], compressed.Counts.data<long>());
        Assert.True(compressed.Features.Equals(masked), "u' is not u");
        Assert.True(SequenceMask.Apply(compressed.Decompress(compressed.Features), lengths).Equals(masked), "the way back is not the identity");
        Assert.Equal(1, compressed.RealisedRate(), 12);
    }

    [Fact]
    public void Saturated_at_rate_one_a_narrower_branch_is_the_projection_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var layer = new SelectiveCompression(6, 2, compressionRate: 1, windowSize: 1, timeBasis: 2).to(ScalarType.Float64);
        CompressionShape.Set(layer, "b", 100);
        var projection = randn(2, 6, ScalarType.Float64);
        using (no_grad())
        {
            layer.state_dict()["A_c"].copy_(cat([projection, zeros(2, 2, ScalarType.Float64)], 1));
        }

        var u = randn(2, 9, 6, ScalarType.Float64);
        using var compressed = layer.forward(u, null);
        var expected = nn.functional.linear(u, projection, layer.state_dict()["a_c"]);
        Tolerance.AssertClose(expected, compressed.Decompress(compressed.Features), 1e-14, "projected points, copied back");
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Padding_changes_nothing(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths) = shape.Make(shape.Selective, ScalarType.Float32, seed: 6);
        CompressionShape.Set(layer, "w_delta", 2);
        var wider = cat([u, randn(shape.Batch, 9, shape.Features)], 1);
        var valid = SequenceMask.Of(lengths, shape.Length).unsqueeze(2);
        var clean = u.where(valid, zeros_like(u));
        var garbage = u.where(valid, randn_like(u).mul(1e6));
        var expected = Run(layer, clean, lengths, shape.Length);
        foreach (var (name, input) in new[] { ("garbage", garbage), ("more padding", wider), ("other padding", u) })
        {
            var actual = Run(layer, input, lengths, shape.Length);
            Assert.True(expected.Counts.Equals(actual.Counts), $"{name} changes the counts");
            Assert.True(expected.Features.Equals(actual.Features), $"{name} changes the points");
            Assert.True(expected.Widened.Equals(actual.Widened), $"{name} changes the way back");
            Assert.True(expected.InputGradient.Equals(actual.InputGradient), $"{name} changes the input's gradient");
            Assert.True(actual.PaddingGradient.eq(0).all().item<bool>(), $"{name} gets a gradient");
        }
    }

    [Fact]
    public void Intervals_have_the_same_bits_wherever_a_row_stands()
    {
        using var scope = NewDisposeScope();
        manual_seed(13);
        var layer = new SelectiveCompression(192, 2, 0.5, 2, 1);
        CompressionShape.Set(layer, "w_delta", 0.1);
        var u = randn(7, 501, 192);
        var lengths = full([7], 501, ScalarType.Int64);
        using var expected = layer.forward(u, null);
        foreach (var more in new[] { 1, 2, 3 })
        {
            using var padded = layer.forward(cat([u, randn(7, more, 192)], 1), lengths);
            Assert.True(padded.Intervals.narrow(1, 0, 501).Equals(expected.Intervals), $"{more} padded positions change an interval");
        }
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Sequences_do_not_depend_on_their_place_in_the_batch(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths) = shape.Make(shape.Selective, ScalarType.Float64, seed: 7);
        CompressionShape.Set(layer, "w_delta", 2);
        var order = tensor(Enumerable.Range(0, (int)shape.Batch).Select(i => (long)i).Reverse().ToArray());
        using var compressed = layer.forward(u, lengths);
        using var permuted = layer.forward(u.index_select(0, order), lengths.index_select(0, order));
        Assert.True(permuted.Counts.Equals(compressed.Counts.index_select(0, order)));
        Tolerance.AssertClose(compressed.Features.index_select(0, order), permuted.Features, 1e-14, "points");
        var y = randn_like(compressed.Features);
        Assert.True(permuted.Decompress(y.index_select(0, order)).Equals(compressed.Decompress(y).index_select(0, order)));
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Gradients_agree_with_differences_away_from_switches(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths, margin) = AwayFromSwitches(shape);
        Assert.True(margin > 1e-3, $"No seed has its decisions further than {margin} from switching.");
        u.requires_grad = true;
        var state = layer.state_dict();
        var pointWeights = randn(shape.Batch, new CompressionRate(shape.Rate).MostPoints(shape.Length), shape.BranchFeatures, ScalarType.Float64);
        var inputWeights = randn(shape.Batch, shape.Length, shape.BranchFeatures, ScalarType.Float64);
        Tensor Loss()
        {
            using var inner = NewDisposeScope();
            using var compressed = layer.forward(u, lengths);
            var points = compressed.Features.shape[1];
            var direct = compressed.Features.mul(pointWeights.narrow(1, 0, points)).sum();
            var back = SequenceMask.Apply(compressed.Decompress(compressed.Features.tanh()), lengths).mul(inputWeights).sum();
            return (direct + back + compressed.Times.sin().mul(SequenceMask.Of(lengths, shape.Length)).sum()).MoveToOuterDisposeScope();
        }

        FiniteDifferences.AssertGradients(
            Loss, [("u", u), .. new[] { "w_delta", "b", "mu", "A_c", "a_c" }.Select(name => (name, state[name]))], step: 1e-6, tolerance: 1e-6);
    }

    [Fact]
    public void Intervals_learn_through_the_time_basis_alone()
    {
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(2, 24, 5, 3, 0.5, 4, 3);
        var (layer, u, lengths) = shape.Make(shape.Selective, ScalarType.Float64, seed: 9);
        double HeadGradient()
        {
            layer.zero_grad();
            using var compressed = layer.forward(u, lengths);
            compressed.Features.square().sum().backward();
            return layer.state_dict()["b"].grad!.abs().item<double>();
        }

        Assert.True(HeadGradient() > 1e-6);
        using (no_grad())
        {
            layer.state_dict()["A_c"].view(shape.BranchFeatures, shape.WindowSize, -1).narrow(2, shape.Features, shape.TimeBasis).zero_();
        }

        Assert.Equal(0, HeadGradient());
    }

    [Fact]
    public void The_window_projection_is_that_of_plain_operators_however_many_buffers_it_takes()
    {
        using var scope = NewDisposeScope();
        manual_seed(10);
        const long batch = 5, length = 700, features = 64, points = 600, window = 8, outputs = 4;
        var u = randn(batch, length, features, ScalarType.Float64);
        var weight = randn(outputs, window * features, ScalarType.Float64);
        var rows = randint(0, length, [batch, points, window], ScalarType.Int64);
        var masked = rand(batch, points, window).lt(0.1);
        var lossWeights = randn(batch * points, outputs, ScalarType.Float64);
        foreach (var mask in new[] { null, masked })
        {
            Tensor[] Gradients(Func<Tensor, Tensor, Tensor> project)
            {
                var (leafU, leafWeight) = (u.detach().clone().requires_grad_(), weight.detach().clone().requires_grad_());
                var y = project(leafU, leafWeight);
                y.mul(lossWeights).sum().backward();
                return [y.detach(), leafU.grad!, leafWeight.grad!];
            }

            var actual = Gradients((x, a) => WindowProjection.Apply(x, rows, mask, a));
            var expected = Gradients((x, a) =>
            {
                var flat = rows.add(arange(batch).mul(length).view(-1, 1, 1)).view(-1);
                var windows = x.view(-1, features).index_select(0, flat).view(batch, points, window, features);
                windows = mask is null ? windows : windows.masked_fill(mask.unsqueeze(3), 0);
                return windows.view(batch * points, -1).mm(a.t());
            });
            for (var i = 0; i < expected.Length; i++)
            {
                Tolerance.AssertClose(expected[i], actual[i], 1e-13, $"{(mask is null ? "" : "masked ")}result {i}");
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        Tensor[] Once()
        {
            manual_seed(11);
            var layer = new SelectiveCompression(32, 16, 0.5, 6, 2);
            var u = randn(4, 256, 32, requires_grad: true);
            using var compressed = layer.forward(u, null);
            compressed.Decompress(compressed.Features).square().sum().backward();
            return [compressed.Features.alias(), u.grad!, .. layer.parameters().Select(parameter => parameter.grad!)];
        }

        Assert.All(Once().Zip(Once()), pair => Assert.True(pair.First.Equals(pair.Second)));
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        using var layer = new SelectiveCompression(8, 4, 0.5, 4, 2);
        using var lengths = tensor(new long[] { 12, 7, 2 });
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            using var compressed = layer.forward(randn(3, 12, 8, requires_grad: true), lengths);
            compressed.Decompress(compressed.Features).square().sum().backward();
            Assert.True(compressed.RealisedRate() > 0);
        });
    }

    [Fact]
    public void A_compressed_sequence_disposes_everything_forward_left()
    {
        using var layer = new SelectiveCompression(8, 4, 0.5, 4, 2, integerTicks: true);
        using var lengths = tensor(new long[] { 12, 7, 2 });
        using var u = randn(3, 12, 8);
        using var noGradient = no_grad();
        LeakCheck.AssertFlat(() => layer.forward(u, lengths).Dispose(), steps: 20, warmUp: 5);
    }

    [Fact]
    public void Initialisation_is_the_documented_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(12);
        var layer = new SelectiveCompression(192, 96, 0.5, 6, 2);
        var state = layer.state_dict();
        Assert.Equal(111842 + 193, layer.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(0, state["b"].item<float>());
        Assert.InRange(state["w_delta"].std().item<float>(), 0.016, 0.024);
        Assert.True(state["mu"].abs().max().item<float>() <= 1.5);
        Assert.Equal(1 / (2 * 1.5 * 1.5), state["gamma"].item<float>(), 6);
        var bound = 1 / Math.Sqrt(6 * 194);
        Assert.InRange(state["A_c"].abs().max().item<float>(), 0.99 * bound, bound * 1.000001);
        Assert.InRange(state["a_c"].abs().max().item<float>(), 0.8 * bound, bound * 1.000001);
        Assert.Equal(["gamma"], layer.named_buffers().Select(buffer => buffer.name));
    }

    [Fact]
    public void Only_matrices_decay()
    {
        using var layer = new SelectiveCompression(4, 2, 0.5, 3, 2);
        foreach (var (name, _) in layer.named_parameters())
        {
            Assert.Equal(new OptimizerHint(null, name is "A_c" or "w_delta" ? null : 0), layer.HintFor(name));
        }
    }

    [Fact]
    public void Parameters_survive_the_scope_they_are_made_in()
    {
        SelectiveCompression layer;
        using (NewDisposeScope())
        {
            layer = new SelectiveCompression(4, 2, 0.5, 3, 2);
        }

        using (layer)
        using (var compressed = layer.forward(ones(1, 5, 4), null))
        {
            Assert.Equal(2, compressed.Features.shape[2]);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var layer = new SelectiveCompression(4, 2, 0.5, 3, 2);
        string Message(Tensor u, Tensor? lengths) => Assert.ThrowsAny<ArgumentException>(() => layer.forward(u, lengths)).Message;
        Assert.Contains("[batch, length, 4], not [2, 5, 3]", Message(ones(2, 5, 3), null), StringComparison.Ordinal);
        Assert.Contains("[5, 4]", Message(ones(5, 4), null), StringComparison.Ordinal);
        Assert.Contains("[2, 0, 4]", Message(ones(2, 0, 4), null), StringComparison.Ordinal);
        Assert.Contains("Float64", Message(ones(2, 5, 4, ScalarType.Float64), null), StringComparison.Ordinal);
        Assert.Contains("2 sequences", Message(ones(2, 5, 4), tensor(new long[] { 5 })), StringComparison.Ordinal);
        Assert.Contains("Int32", Message(ones(2, 5, 4), tensor(new[] { 5, 5 })), StringComparison.Ordinal);
        using var compressed = layer.forward(ones(2, 5, 4), null);
        Assert.Contains("features], not [2, 9, 2]", Assert.Throws<ArgumentException>(() => compressed.Decompress(ones(2, 9, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(4, 2, 1.5, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(4, 2, 0.5, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(4, 2, 0.5, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(0, 2, 0.5, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(4, -2, 0.5, 3, 2));
    }

    private static Outcome Run(SelectiveCompression layer, Tensor u, Tensor lengths, long length)
    {
        var leaf = u.detach().clone().requires_grad_();
        using var compressed = layer.forward(leaf, lengths);
        var widened = SequenceMask.Apply(compressed.Decompress(compressed.Features), lengths);
        widened.square().sum().backward();
        var valid = SequenceMask.Of(lengths, u.shape[1]).unsqueeze(2);
        return new Outcome(
            compressed.Counts.alias(),
            compressed.Features.detach(),
            widened.detach().narrow(1, 0, length),
            leaf.grad!.narrow(1, 0, length).clone(),
            leaf.grad!.masked_fill(valid, 0));
    }

    /// <summary>A seed whose decisions all stand well away from the point where a small change of the times would turn them.</summary>
    private static (SelectiveCompression Layer, Tensor U, Tensor Lengths, double Margin) AwayFromSwitches(CompressionShape shape)
    {
        for (var seed = 100; ; seed++)
        {
            var (layer, u, lengths) = shape.Make(shape.Selective, ScalarType.Float64, seed);
            var margin = Margin(layer, u, lengths, shape);
            if (margin > 1e-3 || seed == 400)
            {
                return (layer, u, lengths, margin);
            }
        }
    }

    private static double Margin(SelectiveCompression layer, Tensor u, Tensor lengths, CompressionShape shape)
    {
        using var noGradient = no_grad();
        using var compressed = layer.forward(u, lengths);
        var margin = double.PositiveInfinity;
        for (var sample = 0; sample < shape.Batch; sample++)
        {
            var length = (int)lengths[sample].item<long>();
            var times = compressed.Times[sample].data<double>().Take(length).ToArray();
            foreach (var time in times)
            {
                margin = Math.Min(margin, Math.Abs(time + 0.5 - Math.Round(time + 0.5)));
            }

            margin = Math.Min(margin, Math.Abs(times[^1] - Math.Round(times[^1])));
            for (var start = 0; start + shape.WindowSize < length; start++)
            {
                var half = (times[start] + times[start + shape.WindowSize]) / 2;
                margin = Math.Min(margin, Math.Abs(half - Math.Round(half)));
            }
        }

        return margin;
    }

    private sealed record Outcome(Tensor Counts, Tensor Features, Tensor Widened, Tensor InputGradient, Tensor PaddingGradient);
}
