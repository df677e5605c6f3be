using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>What the official Liquid-S4 does beyond the fixtures, its oddities included.</summary>
public sealed class OfficialLiquidS4Tests
{
    private const int Features = 3;

    public static TheoryData<LiquidKernel, int, bool, bool> Kinds => new()
    {
        { LiquidKernel.KB, 2, true, false },
        { LiquidKernel.KB, 4, false, true },
        { LiquidKernel.KB, 3, true, true },
        { LiquidKernel.PB, 2, true, true },
        { LiquidKernel.PB, 4, false, false },
        { LiquidKernel.PB, 3, true, false },
    };

    [Fact]
    public void One_feature_of_two_modes_over_eight_positions_by_hand()
    {
        using var scope = NewDisposeScope();
        using var layer = new OfficialLiquidS4(
            1,
            false,
            8,
            2,
            LiquidKernel.PB,
            3,
            false,
            LiquidContraction.None,
            Initialisation.LegS,
            1,
            0.1,
            0.1,
            1e-3,
            Activation.None).to(ScalarType.Float64);
        // A conjugate pair with A = −1 + i and its conjugate, B = 2, C = 3 − i, Δ = 1: b = 2 / (1.5 − 0.5i) = 1.2 + 0.4i, of sum 2.4.
        Set(layer, "liquid_w", -1, 1);
        Set(layer, "liquid_B", 2, 0);
        Set(layer, "liquid_C", 3, -1);
        Set(layer, "liquid_log_dt", 0);
        double[] inputs = [1, 2, -1, 3, 0, 1, 1, 2];
        var u = tensor(inputs).reshape(1, 8, 1);
        var with = layer.forward(u, null);
        Set(layer, "liquid_B", 0, 0);
        var liquid = with - layer.forward(u, null);

        // Re C b over both conjugates: 2 Re (3 − i)(1.2 + 0.4i) = 8. Order 2: 8 · 2.4; order 3: 8 · 2.4³.
        double second = 8 * 2.4, third = 8 * Math.Pow(2.4, 3);
        var expected = new double[8];
        for (var k = 0; k < 8; k++)
        {
            var t = 7 - k;
            double s2 = t >= 1 ? inputs[t] * inputs[t - 1] : 0, s2Before = t >= 2 ? inputs[t - 1] * inputs[t - 2] : 0;
            expected[k] = (second * s2) + (third * s2 * s2Before);
        }

        Tolerance.AssertClose(tensor(expected), liquid.reshape(8), 1e-12, "the liquid term");
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(6, 3)]
    [InlineData(7, 4)]
    [InlineData(16, 2)]
    [InlineData(97, 3)]
    [InlineData(2048, 2)]
    [InlineData(600, 4)]
    public void The_subsets_are_the_last_in_lexicographic_order(long length, int order)
    {
        // All subsets of as many last positions as it takes, by recursion.
        var n = 2;
        List<long[]> all = [];
        while (n < length && (all = [.. Subsets(length - n, length, order)]).Count < length)
        {
            n++;
        }

        if (n >= length)
        {
            Assert.Null(LiquidSubsets.Last(length, order));
            return;
        }

        Assert.Equal(all.TakeLast((int)length).SelectMany(subset => subset), LiquidSubsets.Last(length, order));
    }

    [Theory]
    [InlineData(1, 2, false)]
    [InlineData(4, 2, false)]
    [InlineData(5, 2, true)]
    [InlineData(5, 3, false)]
    [InlineData(6, 3, true)]
    public void Sequences_that_are_too_short_have_no_subsets(long length, int order, bool has) =>
        Assert.Equal(has, LiquidSubsets.Last(length, order) is not null);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_sees_the_future_whatever_the_direction_of_its_kernel(LiquidKernel kernel, int order, bool all, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = Make(kernel, order, all, bidirectional).to(ScalarType.Float64);
        var u = randn([1, 16, Features], ScalarType.Float64).requires_grad_(true);
        layer.forward(u, null)[0, 2].sum().backward();
        Assert.True(u.grad![0, 3..].abs().max().item<double>() > 1e-6);
        Assert.False(typeof(StreamingLayer).IsAssignableFrom(layer.GetType()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_stands_in_padding_changes_nothing_but_its_length_does(LiquidKernel kernel, int order, bool all, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var layer = Make(kernel, order, all, bidirectional).to(ScalarType.Float64);
        Tensor u = randn([2, 12, Features], ScalarType.Float64), other = u.clone(), lengths = tensor(new[] { 12L, 8 });
        other[1, 8..].fill_(Scalars.Of(double.NaN));
        var y = layer.forward(u, lengths);
        Tolerance.AssertClose(y[0], layer.forward(other, lengths)[0], 0, "the whole sequence");
        Tolerance.AssertClose(y[1, 0..8], layer.forward(other, lengths)[1, 0..8], 0, "the padded sequence");
        var alone = layer.forward(u.narrow(0, 1, 1).narrow(1, 0, 8), null)[0];
        Assert.True(Tolerance.Error(alone, y[1, 0..8]) > 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_agree_with_differences(LiquidKernel kernel, int order, bool all, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        foreach (var contraction in Enum.GetValues<LiquidContraction>())
        {
            using var layer = Make(kernel, order, all, bidirectional, contraction).to(ScalarType.Float64);
            Tensor u = randn([2, 9, Features], ScalarType.Float64).requires_grad_(true),
                weight = randn([2, 9, Features], ScalarType.Float64),
                lengths = tensor(new[] { 9L, 6 });
            FiniteDifferences.AssertGradients(
                () => (layer.forward(u, lengths) * weight).sum(),
                [("u", u), .. layer.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
        }
    }

    [Fact]
    public void Values_put_aside_are_the_initial_ones_and_stay()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var kernel = new S4Kernel(
            SsmFixture.Options(Features, 7, 1, Features, 1, Initialisation.LegS, PositiveTransform.Exp) with { InputClip = null });
        manual_seed(4);
        using var layer = new OfficialLiquidS4(
            Features, false, 16, 7, LiquidKernel.PB, 2, true, LiquidContraction.None, Initialisation.LegS, 1, 1e-3, 1e-1, 1e-3,
            Activation.None);
        var drawn = kernel.state_dict();
        Dictionary<string, Tensor> Aside() => layer.named_buffers().ToDictionary(entry => entry.name, entry => entry.buffer.clone());
        var before = Aside();
        Tolerance.AssertClose(drawn["B"].squeeze(0), before["liquid_B"], 0, "B");
        Tolerance.AssertClose(view_as_complex(drawn["C"]).conj(), view_as_complex(before["liquid_C"]), 0, "C");
        Tolerance.AssertClose(complex(-drawn["A_real"].exp(), -drawn["A_imag"]), view_as_complex(before["liquid_w"]), 0, "A");
        Tolerance.AssertClose(drawn["inv_dt"].squeeze(1), before["liquid_log_dt"], 0, "Δ");

        optim.Optimizer optimizer = optim.SGD(layer.parameters(), 1e-2);
        layer.forward(randn(2, 16, Features), null).Squared().sum().backward();
        optimizer.step();
        Assert.All(Aside(), entry => Assert.True(entry.Value.Equals(before[entry.Key]), entry.Key));
        Assert.Superset(before.Keys.ToHashSet(), layer.state_dict().Keys.ToHashSet());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Too_short_sequences_get_the_linear_part_alone(long length)
    {
        using var scope = NewDisposeScope();
        foreach (var kernel in new[] { LiquidKernel.KB, LiquidKernel.PB })
        {
            using var layer = Make(kernel, 3, true, false);
            Tensor u = randn(2, length, Features), y = layer.forward(u, null);
            Set(layer, "liquid_B", [.. new double[Features * 8]]);
            Tolerance.AssertClose(layer.forward(u, null), y, 0, $"{kernel}");
        }
    }

    [Fact]
    public void Longer_sequences_use_the_whole_kernel()
    {
        using var scope = NewDisposeScope();
        using var layer = Make(LiquidKernel.PB, 2, false, false, maxLength: 5).to(ScalarType.Float64);
        Set(layer, "liquid_B", [.. new double[Features * 8]]);
        var impulse = zeros([1, 12, Features], ScalarType.Float64);
        impulse[0, 2].fill_(Scalars.One);
        var y = layer.forward(impulse, null)[0];
        Assert.True(y[6].abs().min().item<double>() > 1e-9);
        Assert.InRange(y[7..].abs().max().item<double>(), 0, 1e-12);
    }

    [Fact]
    public void Options_that_make_no_layer_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(nameof(LiquidS4), Assert.Throws<ArgumentException>(() => Make(LiquidKernel.Exact, 2, true, false)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(LiquidKernel.KB, 5, true, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(LiquidKernel.KB, 2, true, false, maxLength: 0));
        Assert.Throws<ArgumentException>(() => new OfficialLiquidS4(
            3, false, 8, 8, LiquidKernel.KB, 2, true, LiquidContraction.None, Initialisation.DiagonalLegS, 1, 1e-3, 1e-1, 1e-3,
            Activation.None));
        using var layer = Make(LiquidKernel.KB, 2, true, false);
        Assert.Throws<ArgumentException>(() => layer.forward(zeros(2, 5, Features + 1), null));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Live_tensors_stay_as_many(LiquidKernel kernel, int order, bool all, bool bidirectional)
    {
        using var layer = Make(kernel, order, all, bidirectional);
        using Tensor u = randn(2, 14, Features), lengths = tensor(new[] { 14L, 7 });
        LeakCheck.AssertFlat(
            () =>
            {
                using var scope = NewDisposeScope();
                layer.zero_grad();
                layer.forward(u, lengths).Squared().mean().backward();
            },
            steps: 25,
            warmUp: 5);
    }

    private static IEnumerable<long[]> Subsets(long from, long to, int order)
    {
        if (order == 0)
        {
            yield return [];
            yield break;
        }

        for (var first = from; first < to; first++)
        {
            foreach (var rest in Subsets(first + 1, to, order - 1))
            {
                yield return [first, .. rest];
            }
        }
    }

    private static void Set(OfficialLiquidS4 layer, string name, params double[] values)
    {
        using var noGrad = no_grad();
        var buffer = layer.named_buffers().Single(entry => entry.name == name).buffer;
        buffer.copy_(tensor(values).reshape(buffer.shape));
    }

    private static OfficialLiquidS4 Make(
        LiquidKernel kernel,
        int order,
        bool all,
        bool bidirectional,
        LiquidContraction contraction = LiquidContraction.None,
        int maxLength = 16) =>
        new(
            Features,
            bidirectional,
            maxLength,
            8,
            kernel,
            order,
            all,
            contraction,
            Initialisation.LegS,
            1,
            0.05,
            0.5,
            1e-3,
            Activation.None);
}
