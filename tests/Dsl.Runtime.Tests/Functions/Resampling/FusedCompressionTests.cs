using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Runtime.Tests.Resampling;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Resampling;

/// <summary>The fused compression against plain operators: equal decisions, and values and gradients close to those in float64.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public class FusedCompressionTests
{
    /// <summary>Some ulp for the factors of products, which are summed by the hundred in whichever order the registers have.</summary>
    private const double FloatTolerance = 5e-6;

    public static TheoryData<CompressionShape, bool, bool> Shapes()
    {
        TheoryData<CompressionShape, bool, bool> data = [];
        foreach (var shape in CompressionShape.All())
        {
            Add(shape);
        }

        // Registers filled exactly, almost, and by one; many pieces of points; windows longer than most sequences; more Gaussians than
        // features.
        Add(new(Batch: 2, Length: 700, Features: 48, BranchFeatures: 32, Rate: 0.5, WindowSize: 6, TimeBasis: 2));
        Add(new(Batch: 3, Length: 301, Features: 49, BranchFeatures: 33, Rate: 1, WindowSize: 5, TimeBasis: 3));
        Add(new(Batch: 1, Length: 517, Features: 17, BranchFeatures: 65, Rate: 0.25, WindowSize: 7, TimeBasis: 40));
        Add(new(Batch: 5, Length: 9, Features: 63, BranchFeatures: 1, Rate: 0.9, WindowSize: 12, TimeBasis: 1));
        Add(new(Batch: 2, Length: 1, Features: 1, BranchFeatures: 1, Rate: 1, WindowSize: 2, TimeBasis: 1));
        return data;

        void Add(CompressionShape shape)
        {
            foreach (var causal in new[] { false, true })
            {
                data.Add(shape, causal, false);
                data.Add(shape, causal, true);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Decisions_are_equal_values_and_gradients_close(CompressionShape shape, bool causal, bool ticks)
    {
        using var scope = NewDisposeScope();
        foreach (var ragged in new[] { true, false })
        {
            var (layer, drawn, lengths) = Make(shape, causal, ticks, seed: 40);
            var u = Coarse(drawn);
            using (no_grad())
            {
                if (layer.state_dict().TryGetValue("w_delta", out var head))
                {
                    head.copy_(Coarse(head));
                }
            }

            var weights = randn(shape.Batch, shape.Length, shape.BranchFeatures);
            var fused = Run(layer, u, ragged ? lengths : null, weights);
            Outcome plain;
            using (FusedKernels.Off())
            {
                plain = Run(layer, u, ragged ? lengths : null, weights);
            }

            layer.to(ScalarType.Float64);
            var wide = (Inputs: u.to(ScalarType.Float64), Weights: weights.to(ScalarType.Float64), State: layer.state_dict());
            Outcome Exact() => Run(layer, wide.Inputs, ragged ? lengths : null, wide.Weights);
            var exact = Exact();
            var reach = Conditioning.Of([wide.Weights, wide.State["A_c"], wide.State["a_c"], wide.State["mu"]], () => Exact().Values);
            layer.to(ScalarType.Float32);
            foreach (var (name, expected) in exact.Decisions)
            {
                Assert.True(
                    expected.to(plain.Decisions[name].dtype).Equals(plain.Decisions[name]),
                    $"{name} differs between the fused kernel and the reference path");
                Assert.True(plain.Decisions[name].Equals(fused.Decisions[name]), $"{name} differ");
            }

            foreach (var (name, expected) in exact.Values)
            {
                Assert.Equal(plain.Values[name].dtype, fused.Values[name].dtype);
                Tolerance.AssertClose(expected, fused.Values[name], Math.Max(FloatTolerance, 8 * reach[name]), name);
            }
        }
    }

    /// <summary>
    /// Numbers of few bits: float32 holds their products exactly, so that intervals, ticks and decisions are those of float64.
    /// </summary>
    private static Tensor Coarse(Tensor x) => x.mul(Scalars.Of(256)).round().div(Scalars.Of(256));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Saturated_intervals_have_no_gradient_whatever_follows(bool causal, bool ticks)
    {
        // 0.6 is no float32: an interval rounded to float32 is above or below ρ, never at it.
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(Batch: 2, Length: 15, Features: 4, BranchFeatures: 3, Rate: 0.6, WindowSize: 4, TimeBasis: 2);
        var (layer, u, lengths) = Make(shape, causal, ticks, seed: 45);
        CompressionShape.Set(layer, "w_delta", 0);
        CompressionShape.Set(layer, "b", 100);
        var outcome = Run(layer, u, lengths, randn(shape.Batch, shape.Length, shape.BranchFeatures) * Scalars.Of(1e6));
        Assert.Equal(0, outcome.Values["w_delta"].abs().max().item<float>());
        Assert.Equal(0, outcome.Values["b"].item<float>());
        Assert.NotEqual(0, outcome.Values["A_c"].abs().max().item<float>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_emitted_without_failing(bool causal)
    {
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(2, 6, 8, 4, 0.1, 3, 2);
        var (layer, u, lengths) = Make(shape, causal, causal, seed: 41);
        CompressionShape.Set(layer, "b", -10);
        var outcome = Run(layer, u, lengths, randn(2, 6, 4));
        Assert.Equal(causal ? [0L, 0] : [1, 1], outcome.Decisions["counts"].data<long>());
        Assert.True(outcome.Values["u"].isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inputs_and_gradients_may_lie_anyhow(bool causal)
    {
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(3, 90, 24, 20, 0.5, 4, 2);
        var (layer, u, lengths) = Make(shape, causal, causal, seed: 42);
        var weights = randn(shape.Batch, shape.Length, shape.BranchFeatures);
        var expected = Run(layer, u, lengths, weights);
        var strided = Run(
            layer, u.transpose(0, 2).contiguous().transpose(0, 2), lengths, weights.transpose(0, 1).contiguous().transpose(0, 1));
        foreach (var (name, value) in expected.Values)
        {
            Assert.True(value.Equals(strided.Values[name]), name);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bits_depend_neither_on_the_run_nor_on_the_number_of_threads(bool causal)
    {
        using var scope = NewDisposeScope();
        var shape = new CompressionShape(3, 400, 56, 40, 0.5, 6, 2);
        var (layer, u, lengths) = Make(shape, causal, causal, seed: 43);
        var weights = randn(shape.Batch, shape.Length, shape.BranchFeatures);
        var first = Run(layer, u, lengths, weights);
        var before = get_num_threads();
        foreach (var threads in new[] { before, 1 })
        {
            set_num_threads(threads);
            try
            {
                var again = Run(layer, u, lengths, weights);
                Assert.All(
                    first.Values, entry => Assert.True(entry.Value.Equals(again.Values[entry.Key]), $"{entry.Key} with {threads} threads"));
            }
            finally
            {
                set_num_threads(before);
            }
        }
    }

    [Fact]
    public void The_way_back_is_that_of_plain_operators()
    {
        using var scope = NewDisposeScope();
        foreach (var causal in new[] { false, true })
        {
            var shape = new CompressionShape(3, 57, 6, 70, 0.4, 3, 2);
            var (layer, u, lengths) = Make(shape, causal, causal, seed: 44);
            using var compressed = layer.forward(u, lengths);
            var y = randn_like(compressed.Features);
            var weights = randn(shape.Batch, shape.Length, shape.BranchFeatures);
            var (fused, fusedGradient) = Back(compressed, y, weights);
            using (FusedKernels.Off())
            {
                var (plain, plainGradient) = Back(compressed, y, weights);
                Assert.True(plain.Equals(fused));
                Tolerance.AssertClose(plainGradient, fusedGradient, 1e-6, "gradient of the points");
            }
        }
    }

    private static (Tensor Value, Tensor Gradient) Back(CompressedSequence compressed, Tensor y, Tensor weights)
    {
        var leaf = y.detach().clone().requires_grad_();
        var value = compressed.Decompress(leaf);
        value.mul(weights).sum().backward();
        return (value.detach(), leaf.grad!);
    }

    private static (CompressionLayer Layer, Tensor U, Tensor Lengths) Make(CompressionShape shape, bool causal, bool ticks, long seed)
    {
        var (layer, u, lengths) = shape.Make(() => shape.Form(causal), ScalarType.Float32, seed);
        layer.IntegerTicks = ticks;
        return (layer, u, lengths);
    }

    private static Outcome Run(CompressionLayer layer, Tensor u, Tensor? lengths, Tensor weights)
    {
        layer.zero_grad();
        var leaf = u.detach().requires_grad_();
        using var compressed = layer.forward(leaf, lengths);
        var widened = SequenceMask.Apply(compressed.Decompress(compressed.Features.tanh()), lengths);
        var loss = widened.mul(weights).sum().Plus(compressed.Times.sin().sum()).Plus(compressed.Intervals.Squared().sum());
        loss.backward();
        var starts = compressed.WindowStarts.masked_fill(
            SequenceMask.Of(compressed.Counts, compressed.WindowStarts.shape[1]).logical_not(), Scalars.Zero);
        Dictionary<string, Tensor> decisions = new() { ["counts"] = compressed.Counts.clone(), ["starts"] = starts };
        var back = compressed.Decompress(
            TensorRange.Of(compressed.Features.shape[1]).to(u.dtype).expand(u.shape[0], -1).unsqueeze(2)).detach();
        if (layer.Options.ReadBack == ReadBack.Nearest)
        {
            decisions["way back"] = back;
        }

        Dictionary<string, Tensor> values = new()
        {
            ["way back"] = back,
            ["points"] = compressed.Features.detach().clone(),
            ["times"] = compressed.Times.detach().clone(),
            ["intervals"] = compressed.Intervals.detach().clone(),
            ["u"] = leaf.grad!.clone(),
        };
        foreach (var (name, value) in CompressionShape.Learned(layer))
        {
            values[name] = value.grad!.clone();
        }

        return new(decisions, values);
    }

    private sealed record Outcome(Dictionary<string, Tensor> Decisions, Dictionary<string, Tensor> Values);
}
