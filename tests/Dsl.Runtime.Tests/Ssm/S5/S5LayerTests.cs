using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static SerpentDsl.Runtime.Tests.Ssm.S5Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The S5 layer beyond the fixtures: closed forms, streaming, padding, gradients.</summary>
public sealed partial class S5LayerTests
{
    /// <summary>Largest error of the float32 forms against each other, relative to the largest output.</summary>
    private const double Float32 = 2e-5;

    public static TheoryData<Discretisation, bool, S5Activation, S5Preset> Options
    {
        get
        {
            var options = new TheoryData<Discretisation, bool, S5Activation, S5Preset>();
            foreach (var rule in Enum.GetValues<Discretisation>())
            {
                foreach (var activation in Enum.GetValues<S5Activation>())
                {
                    options.Add(
                        rule,
                        activation != S5Activation.Gelu,
                        activation,
                        rule == Discretisation.Bilinear ? S5Preset.Clean : S5Preset.Official);
                }
            }

            return options;
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void All_forms_agree(Discretisation rule, bool conjugate, S5Activation activation, S5Preset preset)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var layer = Make(rule: rule, conjugate: conjugate, activation: activation, preset: preset);
        StreamingForms.AssertAgree(layer, Features, Float32, length: 70);
        StreamingForms.AssertAgree(layer.to(ScalarType.Float64), Features, 1e-10, length: 70);
    }

    [Theory]
    [InlineData(1, 1, 2, 2)]
    [InlineData(1, 33, 64, 64)]
    [InlineData(4, 1030, 4, 2)]
    [InlineData(2, 7, 24, 8)]
    public void All_forms_agree_in_odd_shapes(long batch, long length, int stateSize, int blockSize)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var layer = Make(stateSize: stateSize, blockSize: blockSize);
        StreamingForms.AssertAgree(layer, Features, Float32, batch, length);
        StreamingForms.AssertAgree(layer.to(ScalarType.Float64), Features, 1e-10, batch, length);
    }

    [Theory]
    [InlineData(Discretisation.ZeroOrderHold, true)]
    [InlineData(Discretisation.Bilinear, true)]
    [InlineData(Discretisation.ZeroOrderHold, false)]
    public void The_system_is_the_dense_one_in_both_directions(Discretisation rule, bool conjugate)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var layer = Make(bidirectional: true, rule: rule, conjugate: conjugate).to(ScalarType.Float64);
        var u = randn([2, 9, Features], ScalarType.Float64);
        var (transition, input) = layer.Discretise(1.5);
        var c = view_as_complex(Parameter(layer, "C").detach());
        if (conjugate)
        {
            // The modes that are not stored.
            (transition, input, c) = (cat([transition, transition.conj()], 0), cat([input, input.conj()], 0), cat([c, c.conj()], 2));
        }

        var expected = u * Parameter(layer, "D");
        for (var to = 0; to < 9; to++)
        {
            for (var from = 0; from < 9; from++)
            {
                var power = transition.pow(Scalars.Of(Math.Abs(to - from)));
                var states = u[.., from].to(ScalarType.ComplexFloat64).mm(input.transpose(0, 1)) * power;
                if (from <= to)
                {
                    expected[.., to] += states.mm(c[0].transpose(0, 1)).real;
                }

                if (from >= to)
                {
                    expected[.., to] += states.mm(c[1].transpose(0, 1)).real;
                }
            }
        }

        Tolerance.AssertClose(expected, layer.System(u, null, 1.5), 1e-12, "y");
    }

    [Fact]
    public void One_feature_with_an_input_of_ones_is_S4D()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        using var layer = new S5(
            1,
            false,
            8,
            8,
            true,
            Discretisation.ZeroOrderHold,
            S5OutputInitialisation.ComplexNormal,
            false,
            1e-2,
            1e-2,
            S5Activation.None,
            S5Preset.Paper,
            S5OptimizerGroups.Standard,
            false,
            1e-3).to(ScalarType.Float64);
        using var diagonal = new S4D(
            1,
            false,
            8,
            copies: 0,
            Initialisation.DiagonalLegS,
            Discretisation.ZeroOrderHold,
            deltaTied: true,
            1e-2,
            1e-2,
            1e-3,
            Activation.None).to(ScalarType.Float64);
        using (no_grad())
        {
            Parameter(layer, "B").copy_(view_as_real(ones([4, 1], ScalarType.ComplexFloat64)));
            Parameter(diagonal, "C").copy_(Parameter(layer, "C")[0]);
            Parameter(diagonal, "D").copy_(Parameter(layer, "D"));
            Parameter(diagonal, "log_dt").copy_(Parameter(layer, "log_step")[0]);
            Parameter(diagonal, "log_A_real").copy_((-Parameter(layer, "Lambda_re")).log().unsqueeze(0));
            Parameter(diagonal, "A_imag").copy_(Parameter(layer, "Lambda_im").unsqueeze(0));
        }

        var u = randn([2, 50, 1], ScalarType.Float64);
        Tolerance.AssertClose(diagonal.forward(u, null), layer.forward(u, null), 1e-11, "y");
    }

    [Fact]
    public void Exchanging_the_directions_reverses_time()
    {
        using var scope = NewDisposeScope();
        using var layer = Make(bidirectional: true).to(ScalarType.Float64);
        var u = randn([2, 40, Features], ScalarType.Float64);
        var y = layer.forward(u, null);
        using (no_grad())
        {
            Parameter(layer, "C").copy_(Parameter(layer, "C").flip(0).clone());
        }

        Tolerance.AssertClose(y.flip(1), layer.forward(u.flip(1), null), 1e-12, "reversed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Padding_and_what_stands_in_it_change_nothing(bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(bidirectional, activation: S5Activation.HalfGlu2).to(ScalarType.Float64);
        long[] ends = [5, 41, 1];
        Tensor u = randn([3, 41, Features], ScalarType.Float64), lengths = tensor(ends);
        using (no_grad())
        {
            for (var b = 0; b < 3; b++)
            {
                u[b, (int)ends[b]..].fill_(Scalars.Of(double.NaN));
            }
        }

        u.requires_grad_(true);
        var y = layer.forward(u, lengths);
        var loss = zeros([], ScalarType.Float64);
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

    [Fact]
    public void No_output_of_a_causal_layer_depends_on_a_later_input()
    {
        using var scope = NewDisposeScope();
        using var layer = Make();
        var u = randn([1, 80, Features]).requires_grad_(true);
        layer.forward(u, null)[0, 50].sum().backward();
        Assert.Equal(0.0f, u.grad![0, 51..].abs().max().item<float>());
        Assert.True(u.grad[0, 2].abs().max().item<float>() > 0);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("divisor", Assert.Throws<ArgumentException>(() => Make(stateSize: 8, blockSize: 3)).Message);
        Assert.Contains("even", Assert.Throws<ArgumentException>(() => Make(stateSize: 6, blockSize: 3)).Message);
        Assert.Throws<ArgumentException>(
            () => new S5(
                3,
                false,
                4,
                2,
                true,
                Discretisation.ZeroOrderHold,
                S5OutputInitialisation.LecunNormal,
                false,
                1e-1,
                1e-3,
                S5Activation.None,
                S5Preset.Official,
                S5OptimizerGroups.Standard,
                false,
                1e-3));
        using S5 layer = Make(), both = Make(bidirectional: true);
        using var state = layer.NewState(2);
        Assert.Contains("bidirectional", Assert.Throws<InvalidOperationException>(() => both.NewState(2)).Message);
        Assert.Throws<InvalidOperationException>(() => both.Step(zeros(2, Features), state));
        Assert.Throws<InvalidOperationException>(() => both.Chunk(zeros(2, 3, Features), null, state));
        Assert.Throws<ArgumentException>(() => layer.forward(zeros(2, 3, Features + 1), null));
        Assert.Throws<ArgumentException>(() => layer.Step(zeros(3, Features), state));
        Assert.Throws<ArgumentException>(() => layer.Chunk(zeros(2, 3, Features), tensor(new[] { 4L, 0 }), state));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.System(zeros(2, 3, Features), null, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.NewState(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Live_tensors_stay_as_many(bool bidirectional)
    {
        using var layer = Make(bidirectional, activation: S5Activation.FullGlu);
        using Tensor u = randn(2, 40, Features), position = randn(2, Features), lengths = tensor(new[] { 40L, 7 });
        using var state = bidirectional ? null : layer.NewState(2);
        LeakCheck.AssertFlat(
            () =>
            {
                using var scope = NewDisposeScope();
                layer.zero_grad();
                layer.forward(u, lengths).Squared().mean().backward();
                if (state is not null)
                {
                    layer.Step(position, state).Dispose();
                    layer.Chunk(u, lengths, state).Dispose();
                    layer.NewState(2).Dispose();
                }
            },
            steps: 30,
            warmUp: 5);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        byte[][] runs =
        [
            .. Enumerable.Range(0, 2).Select(_ =>
            {
                manual_seed(11);
                var layer = Make(bidirectional: true, activation: S5Activation.FullGlu);
                var y = layer.forward(randn(2, 70, Features), null);
                y.Squared().sum().backward();
                return (byte[])[
                    .. y.detach().contiguous().bytes, .. layer.parameters().SelectMany(p => p.grad!.contiguous().bytes.ToArray())
                ];
            }),
        ];
        Assert.Equal(runs[0], runs[1]);
    }
}
