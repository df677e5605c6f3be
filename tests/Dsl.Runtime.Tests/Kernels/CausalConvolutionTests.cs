using SerpentDsl.Kernels;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Kernels;

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
        Tensor? bias = hasBias ? randn([channels], ScalarType.Float64) : null;
        Tensor before = randn([batch, channels, taps], ScalarType.Float64), all = cat([before.transpose(1, 2), x], 1);
        Tensor expected = stack([.. Enumerable.Range(1, length).Select(l => (all.narrow(1, l, taps).transpose(1, 2) * weight.squeeze(1)).sum([-1]) + (bias ?? zeros(1)))], 1);

        Tolerance.AssertClose(expected, CausalConvolution.Apply(x, weight, bias, before), 1e-13, "whole");
        Tolerance.AssertClose(
            CausalConvolution.Apply(x, weight, bias, zeros_like(before)), CausalConvolution.Apply(x, weight, bias, null), 0, "from nothing");
        Tensor state = before;
        for (int l = 0; l < length; l++)
        {
            (Tensor y, state) = CausalConvolution.Step(x.select(1, l), weight, bias, state);
            Tolerance.AssertClose(expected.select(1, l), y, 1e-13, $"step {l}");
        }

        Tolerance.AssertClose(state, CausalConvolution.NextState(x, null, before), 0, "state");
        for (int l = 0; l <= length; l++)
        {
            Tensor ragged = CausalConvolution.NextState(x, full([batch], l, ScalarType.Int64), before);
            Tolerance.AssertClose(all.narrow(1, l, taps).transpose(1, 2), ragged, 0, $"state after {l}");
        }
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
        Tensor weights = randn([2, 5, 3], ScalarType.Float64);
        FiniteDifferences.AssertGradients(() => (CausalConvolution.Apply(leaves[0].Item2, leaves[1].Item2, leaves[2].Item2, leaves[3].Item2) * weights).sum(), leaves);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("[4, 1, 2]", Assert.Throws<ArgumentException>(() => CausalConvolution.Apply(zeros(1, 5, 3), zeros(4, 1, 2), null, null)).Message);
        Assert.Throws<ArgumentException>(() => CausalConvolution.Apply(zeros(1, 5, 3), zeros(3, 1, 2), zeros(2), null));
        Assert.Contains("[1, 3, 2]", Assert.Throws<ArgumentException>(() => CausalConvolution.Apply(zeros(1, 5, 3), zeros(3, 1, 2), null, zeros(1, 3, 1))).Message);
        Assert.Throws<ArgumentException>(() => CausalConvolution.Apply(zeros(5, 3), zeros(3, 1, 2), null, null));
    }
}
