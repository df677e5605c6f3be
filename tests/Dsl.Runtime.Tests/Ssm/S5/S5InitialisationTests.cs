using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static SerpentDsl.Runtime.Tests.Ssm.S5Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>How an S5 layer starts: official distributions, block-diagonal HiPPO.</summary>
public sealed class S5InitialisationTests
{
    [Theory]
    [InlineData(S5OutputInitialisation.LecunNormal, 1.0 / (64 * 40))]
    [InlineData(S5OutputInitialisation.TruncatedStandardNormal, 1.0 / 64)]
    [InlineData(S5OutputInitialisation.ComplexNormal, 0.5)]
    public void Initial_values_have_the_official_distributions(S5OutputInitialisation start, double variance)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        using var layer = new S5(
            40,
            true,
            64,
            16,
            true,
            Discretisation.ZeroOrderHold,
            start,
            false,
            1e-3,
            1e-1,
            S5Activation.HalfGlu2,
            S5Preset.Official,
            S5OptimizerGroups.Standard,
            false,
            1e-3);
        // V is unitary: C V keeps the mean square of each part, and so does V* B, shared between two parts.
        AssertMeanSquare(variance, Parameter(layer, "C"));
        AssertMeanSquare(0.5 / 64, Parameter(layer, "B"));
        AssertMeanSquare(1.0 / 40, Parameter(layer, "out2.weight"));
        Assert.Equal(0.0f, Parameter(layer, "out2.bias").abs().max().item<float>());
        var step = Parameter(layer, "log_step");
        Assert.InRange(step.min().item<float>(), (float)Math.Log(1e-3), (float)Math.Log(5e-3));
        Assert.InRange(step.max().item<float>(), (float)Math.Log(5e-2), (float)Math.Log(1e-1));

        // Each block: the half of HiPPO-N's spectrum with negative imaginary part.
        using var hippo = Hippo.Diagonalise(HippoMeasure.LegS, 16, 1, null);
        Tolerance.AssertClose(hippo.Eigenvalues.imag.repeat(4), Parameter(layer, "Lambda_im"), 1e-6, "Im Λ");
        Tolerance.AssertClose(full([32], Scalars.Of(-0.5)), Parameter(layer, "Lambda_re"), 1e-6, "Re Λ");
    }

    [Theory]
    [InlineData(12, 4, true)]
    [InlineData(12, 3, false)]
    [InlineData(6, 1, false)]
    [InlineData(6, 6, false)]
    public void The_initial_matrix_is_block_diagonal_HiPPO(int state, int block, bool conjugate)
    {
        using var scope = NewDisposeScope();
        var initial = S5Initialisation.Create(state, block, conjugate);
        var v = initial.Eigenvectors;
        Tolerance.AssertClose(eye(v.shape[1], dtype: ScalarType.ComplexFloat64), v.transpose(0, 1).conj().mm(v), 1e-12, "V* V");
        var (a, _) = Hippo.Transition(HippoMeasure.LegS, block);
        var p = tensor(Hippo.LowRank(HippoMeasure.LegS, block, 1).Cast<double>().ToArray()).unsqueeze(1);
        var normal = tensor(a.Cast<double>().ToArray()).reshape(block, block).Plus(p.mm(p.transpose(0, 1)));
        var whole = zeros([state, state], ScalarType.Float64);
        for (var from = 0; from < state; from += block)
        {
            whole[from..(from + block), from..(from + block)] = normal;
        }

        var back = v.mm(diag(initial.Eigenvalues)).mm(v.transpose(0, 1).conj()).real * Scalars.Of(conjugate ? 2 : 1);
        Tolerance.AssertClose(whole, back, 1e-12, "A");
    }

    private static void AssertMeanSquare(double expected, Tensor values)
    {
        double count = values.numel(), actual = values.Squared().mean().item<float>();
        // Four deviations of the mean of squares of normal numbers; shared phases between blocks do not widen it.
        Assert.InRange(actual / expected, 1 - (4 * Math.Sqrt(2 / count)), 1 + (4 * Math.Sqrt(2 / count)));
    }
}
