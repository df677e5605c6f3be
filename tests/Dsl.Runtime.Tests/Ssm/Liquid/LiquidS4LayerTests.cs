using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static SerpentDsl.Runtime.Tests.Ssm.LiquidS4Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Liquid-S4 as a layer: equal forms, padding, causality, gradients.</summary>
public sealed class LiquidS4LayerTests
{
    /// <summary>Largest error of the float32 forms against each other, relative to the largest output.</summary>
    private const double Float32 = 2e-5;

    public static TheoryData<LiquidKernel, int, LiquidContraction> Kinds => LiquidS4Layers.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_forms_agree(LiquidKernel kernel, int order, LiquidContraction contraction)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = Make(kernel, order, contraction, activation: Activation.Gelu);
        // Long enough for the convolution as a whole and in unequal pieces, and for the recurrence in shorter ones.
        StreamingForms.AssertAgree(layer, Features, Float32, length: 110);
        StreamingForms.AssertAgree(layer.to(ScalarType.Float64), Features, 1e-10, length: 110);
    }

    [Theory]
    [InlineData(LiquidKernel.KB, 1, 1, 2)]
    [InlineData(LiquidKernel.KB, 1, 401, 7)]
    [InlineData(LiquidKernel.PB, 4, 2, 64)]
    [InlineData(LiquidKernel.PB, 2, 301, 3)]
    [InlineData(LiquidKernel.Exact, 1, 1, 5)]
    [InlineData(LiquidKernel.Exact, 2, 333, 8)]
    public void All_forms_agree_in_odd_shapes(LiquidKernel kernel, long batch, long length, int stateSize)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var layer = Make(kernel, 4, stateSize: stateSize);
        StreamingForms.AssertAgree(layer, Features, Float32, batch, length);
        StreamingForms.AssertAgree(layer.to(ScalarType.Float64), Features, 1e-10, batch, length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Padding_and_what_stands_in_it_change_nothing(LiquidKernel kernel, int order, LiquidContraction contraction)
    {
        using var scope = NewDisposeScope();
        foreach (var bidirectional in new[] { false, true })
        {
            using var layer = Make(kernel, order, contraction, bidirectional).to(ScalarType.Float64);
            long[] ends = [5, 12, 1];
            Tensor u = randn([3, 12, Features], ScalarType.Float64), lengths = tensor(ends);
            using (no_grad())
            {
                for (var b = 0; b < 3; b++)
                {
                    u[b, (int)ends[b]..].fill_(Scalars.Of(double.NaN));
                }
            }

            u.requires_grad_(true);
            Tensor y = layer.forward(u, lengths), loss = zeros([], ScalarType.Float64);
            for (var b = 0; b < 3; b++)
            {
                var alone = layer.forward(u.detach().narrow(0, b, 1).narrow(1, 0, ends[b]), null);
                var valid = y.narrow(0, b, 1).narrow(1, 0, ends[b]);
                Tolerance.AssertClose(alone, valid, 1e-12, $"sequence {b}");
                loss = loss.Plus(valid.Squared().sum());
            }

            loss.backward();
            Assert.Equal(0.0, u.grad![0, 5..].abs().max().item<double>());
            Assert.All(layer.parameters(), parameter => Assert.False(parameter.grad!.isnan().any().item<bool>()));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_output_of_a_causal_layer_depends_on_a_later_input(LiquidKernel kernel, int order, LiquidContraction contraction)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(kernel, order, contraction).to(ScalarType.Float64);
        var u = randn([1, 40, Features], ScalarType.Float64).requires_grad_(true);
        layer.forward(u, null)[0, 20].sum().backward();
        double future = u.grad![0, 21..].abs().max().item<double>(), past = u.grad[0, 15].abs().max().item<double>();
        Assert.True(past > 1e-4);
        // An FFT leaves rounding.
        Assert.InRange(future, 0, 1e-13);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_agree_with_differences(LiquidKernel kernel, int order, LiquidContraction contraction)
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        foreach (var bidirectional in new[] { false, true })
        {
            using var layer = Make(kernel, order, contraction, bidirectional, activation: Activation.Gelu).to(ScalarType.Float64);
            Tensor u = randn([2, 6, Features], ScalarType.Float64).requires_grad_(true),
                weight = randn([2, 6, Features], ScalarType.Float64),
                lengths = tensor(new[] { 6L, 3 });
            FiniteDifferences.AssertGradients(
                () => (layer.forward(u, lengths) * weight).sum(),
                [("u", u), .. layer.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(LiquidKernel.KB, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(LiquidKernel.KB, 5));
        using LiquidS4 layer = Make(LiquidKernel.KB, 2),
            both = Make(LiquidKernel.KB, 2, bidirectional: true),
            exact = Make(LiquidKernel.Exact, 2);
        using StreamState state = layer.NewState(2), other = exact.NewState(2);
        Assert.Contains("bidirectional", Assert.Throws<InvalidOperationException>(() => both.NewState(2)).Message);
        Assert.Throws<InvalidOperationException>(() => both.Step(zeros(2, Features), state));
        Assert.Throws<InvalidOperationException>(() => both.Chunk(zeros(2, 3, Features), null, state));
        Assert.Throws<ArgumentException>(() => layer.forward(zeros(2, 3, Features + 1), null));
        Assert.Throws<ArgumentException>(() => layer.Step(zeros(2, Features), other));
        Assert.Throws<ArgumentException>(() => layer.Chunk(zeros(2, 3, Features), tensor(new[] { 4L, 0 }), state));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.NewState(0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Live_tensors_stay_as_many(LiquidKernel kernel, int order, LiquidContraction contraction)
    {
        using var layer = Make(kernel, order, contraction);
        using Tensor u = randn(2, 110, Features), position = randn(2, Features), lengths = tensor(new[] { 110L, 7 });
        using var state = layer.NewState(2);
        LeakCheck.AssertFlat(
            () =>
            {
                using (NewDisposeScope())
                {
                    layer.zero_grad();
                    layer.forward(u, lengths).Squared().mean().backward();
                }

                layer.Step(position, state).Dispose();
                layer.Chunk(u, lengths, state).Dispose();
                layer.NewState(2).Dispose();
            },
            steps: 25,
            warmUp: 5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_bits(LiquidKernel kernel, int order, LiquidContraction contraction)
    {
        using var scope = NewDisposeScope();
        byte[][] runs =
        [
            .. Enumerable.Range(0, 2).Select(_ =>
            {
                manual_seed(11);
                var layer = Make(kernel, order, contraction, bidirectional: true);
                var y = layer.forward(randn(2, 30, Features), null);
                y.Squared().sum().backward();
                return (byte[])[
                    .. y.detach().contiguous().bytes, .. layer.parameters().SelectMany(p => p.grad!.contiguous().bytes.ToArray())
                ];
            }),
        ];
        Assert.Equal(runs[0], runs[1]);
    }
}
