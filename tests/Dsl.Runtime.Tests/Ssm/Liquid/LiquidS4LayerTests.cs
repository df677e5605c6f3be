using System.ComponentModel;
using System.Reflection;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Liquid-S4 by its definition: recurrence, expansion, kernels, forms.</summary>
public sealed class LiquidS4LayerTests
{
    private const int Features = 3;

    /// <summary>Largest error of the float32 forms against each other, relative to the largest output.</summary>
    private const double Float32 = 2e-5;

    public static TheoryData<LiquidKernel, int, LiquidContraction> Kinds => new()
    {
        { LiquidKernel.KB, 2, LiquidContraction.None },
        { LiquidKernel.KB, 3, LiquidContraction.LecunTanh },
        { LiquidKernel.KB, 4, LiquidContraction.Tanh },
        { LiquidKernel.PB, 2, LiquidContraction.Tanh },
        { LiquidKernel.PB, 3, LiquidContraction.None },
        { LiquidKernel.PB, 4, LiquidContraction.None },
        { LiquidKernel.Exact, 2, LiquidContraction.None },
        { LiquidKernel.Exact, 2, LiquidContraction.Tanh },
    };

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
    [InlineData(LiquidContraction.None)]
    [InlineData(LiquidContraction.Tanh)]
    public void The_exact_form_is_the_recurrence(LiquidContraction contraction)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var layer = Make(LiquidKernel.Exact, 2, contraction).to(ScalarType.Float64);
        var (transition, input, output) = Discretised(layer);
        var u = randn([2, 30, Features], ScalarType.Float64);
        var state = zeros([2, Features, 4], ScalarType.ComplexFloat64);
        List<Tensor> outputs = [];
        for (long k = 0; k < 30; k++)
        {
            Tensor now = u.select(1, k), turning = contraction == LiquidContraction.None ? now : now.tanh();
            state = (transition.Plus(input * turning.unsqueeze(2)) * state).Plus(input * now.unsqueeze(2));
            outputs.Add((Scalars.Two * (output[0] * state).sum([2]).real).Plus(now * Parameter(layer, "D")));
        }

        Tolerance.AssertClose(stack(outputs, 1), layer.forward(u, null), 1e-12, "y");
    }

    [Fact]
    public void The_exact_form_is_the_sum_over_all_products_of_inputs()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        const int length = 6;
        using var layer = Make(LiquidKernel.Exact, 2).to(ScalarType.Float64);
        var (transition, input, output) = Discretised(layer);
        var u = randn([1, length, Features], ScalarType.Float64);
        var expected = u * Parameter(layer, "D");
        for (var k = 0; k < length; k++)
        {
            // Every non-empty set of positions up to k.
            for (var set = 1; set < 1 << (k + 1); set++)
            {
                int[] chosen = [.. Enumerable.Range(0, k + 1).Where(j => (set >> j & 1) == 1)];
                var weight = Scalars.Two * (output[0] * transition.pow(Scalars.Of(k - chosen[0] + 1 - chosen.Length)) * input.pow(Scalars.Of(chosen.Length))).sum([1]).real;
                expected[0, k] += weight * chosen.Select(j => u[0, j]).Aggregate((left, right) => left * right);
            }
        }

        Tolerance.AssertClose(expected, layer.forward(u, null), 1e-12, "y");
    }

    [Theory]
    [InlineData(LiquidKernel.KB, 2, false)]
    [InlineData(LiquidKernel.KB, 4, true)]
    [InlineData(LiquidKernel.PB, 3, false)]
    [InlineData(LiquidKernel.PB, 4, true)]
    public void KB_and_PB_keep_the_products_of_consecutive_inputs(LiquidKernel kernel, int order, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        const int length = 9;
        using var layer = Make(kernel, order, bidirectional: bidirectional).to(ScalarType.Float64);
        var (transition, input, output) = Discretised(layer);
        var u = randn([2, length, Features], ScalarType.Float64);
        var expected = u * Parameter(layer, "D");
        for (var k = 0; k < length; k++)
        {
            for (var p = 1; p <= order; p++)
            {
                for (var last = 0; last < length; last++)
                {
                    // Forward: products that end at or before k; backward: those of the reversed sequence, from k + 1 on.
                    int direction = last <= k ? 0 : 1, lag = last <= k ? k - last : last - k - 1;
                    int[] chosen = [.. Enumerable.Range(0, p).Select(i => direction == 0 ? last - i : last + i)];
                    if ((direction == 1 && !bidirectional) || chosen.Any(j => j is < 0 or >= length))
                    {
                        continue;
                    }

                    var power = kernel == LiquidKernel.PB && p > 1 ? ones_like(transition) : transition.pow(Scalars.Of(lag));
                    var weight = Scalars.Two * (output[direction] * power * input.pow(Scalars.Of(p))).sum([1]).real;
                    expected[.., k] += weight * chosen.Select(j => u[.., j]).Aggregate((left, right) => left * right);
                }
            }
        }

        Tolerance.AssertClose(expected, layer.forward(u, null), 1e-12, "y");
    }

    [Fact]
    public void PB_is_KB_where_nothing_decays()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using LiquidS4 pb = Make(LiquidKernel.PB, 4).to(ScalarType.Float64), kb = Make(LiquidKernel.KB, 4).to(ScalarType.Float64);
        kb.load_state_dict(pb.state_dict());
        using (no_grad())
        {
            foreach (var layer in new[] { pb, kb })
            {
                Parameter(layer, "kernel.A_real").fill_(Scalars.Of(-60));
                Parameter(layer, "kernel.A_imag").fill_(Scalars.Zero);
            }
        }

        var u = randn([2, 40, Features], ScalarType.Float64);
        Tolerance.AssertClose(kb.forward(u, null), pb.forward(u, null), 1e-11, "y");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_neighbours_to_multiply_it_is_S4D(LiquidKernel kernel, int order, LiquidContraction contraction)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var layer = Make(kernel, order, contraction).to(ScalarType.Float64);
        var (transition, input, output) = Discretised(layer);
        // Every second input is zero: all products of consecutive ones are. In the recurrence those further apart remain.
        var u = randn([2, 20, Features], ScalarType.Float64);
        u[.., 1..] = kernel == LiquidKernel.Exact ? zeros(2, 19, Features, dtype: ScalarType.Float64) : u[.., 1..] * (TensorRange.Of(19) % Scalars.Two).reshape(1, 19, 1);
        u[.., 0] = kernel == LiquidKernel.Exact ? u[.., 0] : zeros(2, Features, dtype: ScalarType.Float64);
        var lags = TensorRange.Of(20, ScalarType.Float64);
        var taps = Scalars.Two * ((output[0] * input).unsqueeze(2) * (transition.log().unsqueeze(2) * lags).exp()).sum([1]).real;
        var expected = u * Parameter(layer, "D");
        for (var k = 0; k < 20; k++)
        {
            for (var j = 0; j <= k; j++)
            {
                expected[.., k] += taps[.., k - j] * u[.., j];
            }
        }

        Tolerance.AssertClose(expected, layer.forward(u, null), 1e-12, "y");
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
            Tensor u = randn([2, 6, Features], ScalarType.Float64).requires_grad_(true), weight = randn([2, 6, Features], ScalarType.Float64), lengths = tensor(new[] { 6L, 3 });
            FiniteDifferences.AssertGradients(
                () => (layer.forward(u, lengths) * weight).sum(),
                [("u", u), .. layer.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
        }
    }

    [Theory]
    [InlineData(typeof(LiquidS4BranchAttribute), typeof(LiquidS4))]
    [InlineData(typeof(OfficialLiquidS4BranchAttribute), typeof(OfficialLiquidS4))]
    public void Every_option_of_the_attribute_reaches_the_constructor_and_has_one_default(Type attribute, Type layer)
    {
        Assert.Equal(layer, attribute.GetCustomAttribute<BranchLayerAttribute>()!.Layer);
        var parameters = Assert.Single(layer.GetConstructors()).GetParameters();
        var options = BranchOptions.Of(attribute);
        Assert.Equal(
            options.Select(option => char.ToLowerInvariant(option.Name[0]) + option.Name[1..]).Order(),
            parameters.Select(parameter => parameter.Name!).Except(["features", "bidirectional", "maxLength"]).Order());
        Assert.All(parameters.Where(parameter => !parameter.HasDefaultValue).IntersectBy(options.Select(option => option.Name.ToUpperInvariant()), parameter => parameter.Name!.ToUpperInvariant()), parameter =>
        {
            PropertyInfo option = options.Single(option => option.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(option.PropertyType, option.GetCustomAttribute<DefaultValueAttribute>()!.Value!.GetType());
        });
    }

    [Fact]
    public void A_and_B_learn_at_their_own_rate_without_decay()
    {
        using var scope = NewDisposeScope();
        using var layer = Make(LiquidKernel.KB, 2);
        var hints = (IOptimizerHints)layer.named_children().Single(child => child.name == "kernel").module;
        Assert.All(new[] { "A_real", "A_imag", "B" }, name => Assert.Equal(new OptimizerHint(2e-3, 0), hints.HintFor(name)));
        Assert.Equal(new OptimizerHint(null, 0), hints.HintFor("inv_dt"));
        Assert.Equal(default, hints.HintFor("C"));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(LiquidKernel.KB, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(LiquidKernel.KB, 5));
        using LiquidS4 layer = Make(LiquidKernel.KB, 2), both = Make(LiquidKernel.KB, 2, bidirectional: true), exact = Make(LiquidKernel.Exact, 2);
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
                return (byte[])[.. y.detach().contiguous().bytes, .. layer.parameters().SelectMany(p => p.grad!.contiguous().bytes.ToArray())];
            }),
        ];
        Assert.Equal(runs[0], runs[1]);
    }

    /// <summary>
    /// Ā and B̄ <c>[features, modes]</c>, C <c>[directions, features, modes]</c>, from the parameters by the bilinear rule.
    /// </summary>
    private static (Tensor Transition, Tensor Input, Tensor Output) Discretised(LiquidS4 layer)
    {
        using var noGrad = no_grad();
        Tensor a = complex(-Parameter(layer, "kernel.A_real").exp(), -Parameter(layer, "kernel.A_imag")), delta = Parameter(layer, "kernel.inv_dt").exp();
        var half = a * delta / Scalars.Two;
        return (
            half.Plus(1) / half.neg().Plus(1),
            view_as_complex(Parameter(layer, "kernel.B")).squeeze(0) * delta / half.neg().Plus(1),
            view_as_complex(Parameter(layer, "kernel.C")));
    }

    private static Tensor Parameter(nn.Module layer, string name) => layer.named_parameters().Single(parameter => parameter.name == name).parameter;

    private static LiquidS4 Make(
        LiquidKernel kernel,
        int order,
        LiquidContraction contraction = LiquidContraction.None,
        bool bidirectional = false,
        int stateSize = 8,
        Activation activation = Activation.None) =>
        new(Features, bidirectional, stateSize, kernel, order, contraction, 0.05, 0.5, 2e-3, activation);
}
