using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions;

[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class CausalConvolutionTests
{
    [Theory]
    [InlineData(1, 5, 3, 4, true)]
    [InlineData(2, 1, 3, 4, false)]
    [InlineData(2, 2, 1, 1, true)]
    [InlineData(3, 9, 4, 2, false)]
    [InlineData(1, 2, 2, 9, true)]
    public void It_is_the_sum_over_taps_for_whole_sequences_pieces_and_steps(int batch, int length, int channels, int taps, bool hasBias)
    {
        using var scope = NewDisposeScope();
        Tensor x = randn([batch, length, channels], ScalarType.Float64), weight = randn([channels, 1, taps], ScalarType.Float64);
        var bias = hasBias ? randn([channels], ScalarType.Float64) : null;
        Tensor before = randn([batch, channels, taps], ScalarType.Float64), all = cat([before.transpose(1, 2), x], 1);
        var expected = stack(
            [
                .. Enumerable.Range(1, length).Select(
                    l => (all.narrow(1, l, taps).transpose(1, 2) * weight.squeeze(1)).sum([-1]).Plus(bias ?? zeros(1)))
            ],
            1);

        Tolerance.AssertClose(expected, CausalConvolution.Apply(x, weight, bias, before), 1e-13, "whole");
        Tolerance.AssertClose(
            CausalConvolution.Apply(x, weight, bias, zeros_like(before)),
            CausalConvolution.Apply(x, weight, bias, null),
            0,
            "from nothing");
        var state = before;
        for (var l = 0; l < length; l++)
        {
            (var y, state) = CausalConvolution.Step(x.select(1, l), weight, bias, state);
            Tolerance.AssertClose(expected.select(1, l), y, 1e-13, $"step {l}");
        }

        Tolerance.AssertClose(state, CausalConvolution.NextState(x, null, before), 0, "state");
        for (var l = 0; l <= length; l++)
        {
            var ragged = CausalConvolution.NextState(x, full([batch], Scalars.Of(l), ScalarType.Int64), before);
            Tolerance.AssertClose(all.narrow(1, l, taps).transpose(1, 2), ragged, 0, $"state after {l}");
        }
    }

    [Theory]
    [InlineData(1, 1, 16, 4)]
    [InlineData(2, 5, 17, 4)] // a register and one channel more
    [InlineData(1, 64, 64, 3)]
    [InlineData(2, 65, 83, 4)] // one position more than a piece
    [InlineData(3, 130, 100, 1)]
    [InlineData(1, 66, 40, 70)] // taps beyond a piece
    [InlineData(2, 9, 5, 4)] // too few channels for a register
    public void The_fused_kernel_is_the_plain_path(int batch, int length, int channels, int taps)
    {
        using var scope = NewDisposeScope();
        manual_seed(channels);
        Tensor[] exact =
        [
            randn([batch, length, channels], ScalarType.Float64),
            randn([channels, 1, taps], ScalarType.Float64),
            randn([channels], ScalarType.Float64),
            randn([batch, channels, taps], ScalarType.Float64),
        ];
        var weights = randn([batch, length, channels], ScalarType.Float64);
        foreach (var given in new[] { 4, 3, 2 })
        {
            // Inputs and gradients that are and are not contiguous.
            Func<Tensor, Tensor>[] layouts =
        [
            x => x,
            x => x.transpose(1, -1).contiguous().transpose(1, -1),
            x => cat([x, x], -1).narrow(-1, 0, channels),
        ];
            foreach (var layout in layouts)
            {
                Dictionary<string, Tensor> actual = Run(exact, given, weights, ScalarType.Float32, layout), expected;
                using (FusedKernels.Off())
                {
                    expected = Run(exact, given, weights, ScalarType.Float64, x => x);
                }

                foreach (var (name, value) in expected)
                {
                    Tolerance.AssertClose(value, actual[name], 2e-6, name);
                }

                foreach (var (name, value) in Run(exact, given, weights, ScalarType.Float32, layout))
                {
                    Assert.True(value.Equals(actual[name]), $"{name} has other bits the second time");
                }
            }
        }
    }

    [Fact]
    public void Live_tensors_are_as_many_after_200_steps()
    {
        using var outer = NewDisposeScope();
        Tensor[] operands = [randn(2, 20, 18), randn(18, 1, 4), randn(18), randn(2, 18, 4)];
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            Run(operands, 4, ones(2, 20, 18), ScalarType.Float32, x => x);
        });
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        using var scope = NewDisposeScope();
        (string, Tensor)[] leaves =
        [
            ("x", randn([2, 5, 3], ScalarType.Float64).requires_grad_(true)),
            ("weight", randn([3, 1, 4], ScalarType.Float64).requires_grad_(true)),
            ("bias", randn([3], ScalarType.Float64).requires_grad_(true)),
            ("state", randn([2, 3, 4], ScalarType.Float64).requires_grad_(true)),
        ];
        var weights = randn([2, 5, 3], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => (CausalConvolution.Apply(leaves[0].Item2, leaves[1].Item2, leaves[2].Item2, leaves[3].Item2) * weights).sum(), leaves);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            "[4, 1, 2]",
            Assert.Throws<ArgumentException>(() => CausalConvolution.Apply(zeros(1, 5, 3), zeros(4, 1, 2), null, null)).Message);
        Assert.Throws<ArgumentException>(() => CausalConvolution.Apply(zeros(1, 5, 3), zeros(3, 1, 2), zeros(2), null));
        Assert.Contains(
            "[1, 3, 2]",
            Assert.Throws<ArgumentException>(() => CausalConvolution.Apply(zeros(1, 5, 3), zeros(3, 1, 2), null, zeros(1, 3, 1))).Message);
        Assert.Throws<ArgumentException>(() => CausalConvolution.Apply(zeros(5, 3), zeros(3, 1, 2), null, null));
    }

    private static Dictionary<string, Tensor> Run(Tensor[] exact, int given, Tensor weights, ScalarType type, Func<Tensor, Tensor> layout)
    {
        Tensor[] leaves = [.. exact.Take(given).Select(value => value.to(type).detach().clone().requires_grad_(true))];
        var y = CausalConvolution.Activated(layout(leaves[0]), leaves[1], given > 2 ? leaves[2] : null, given > 3 ? leaves[3] : null);
        (layout(y) * layout(weights.to(type))).sum().backward();
        Dictionary<string, Tensor> results = new() { ["y"] = y.detach() };
        foreach (var (name, leaf) in new[] { "x", "taps", "bias", "state" }.Zip(leaves))
        {
            results["gradient by " + name] = leaf.grad ?? zeros_like(leaf);
        }

        return results;
    }
}
