using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static SerpentDsl.Runtime.Tests.Ssm.LiquidS4Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The outputs of Liquid-S4, compared with its recurrence and its expansion written out.</summary>
public sealed class LiquidS4EquationTests
{
    public static TheoryData<LiquidKernel, int, LiquidContraction> Kinds => LiquidS4Layers.Kinds;

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
                var weight = Scalars.Two * (
                    output[0] * transition.pow(
                        Scalars.Of(k - chosen[0] + 1 - chosen.Length)) * input.pow(Scalars.Of(chosen.Length))).sum([1]).real;
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
        u[.., 1..] = kernel == LiquidKernel.Exact
            ? zeros(2, 19, Features, dtype: ScalarType.Float64)
            : u[.., 1..] * (TensorRange.Of(19) % Scalars.Two).reshape(1, 19, 1);
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
}
