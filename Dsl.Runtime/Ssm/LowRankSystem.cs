using SerpentDsl.Functions;
using SerpentDsl.Kernels.Cauchy;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A continuous system with state matrix diag(λ) − P P*, input B and output C̃, sampled with step Δ (arXiv 2111.00396). Complex128;
/// its tensors belong to the dispose scope that it is made in.
/// </summary>
/// <param name="Diagonal">λ, <c>[features, modes]</c>.</param>
/// <param name="LowRank">P, <c>[rank, features, modes]</c>.</param>
/// <param name="Input">B, <c>[1, features, modes]</c>.</param>
/// <param name="Output">C̃, <c>[channels, features, modes]</c>.</param>
/// <param name="Delta">Δ, float64 <c>[features, 1]</c>.</param>
internal sealed record LowRankSystem(Tensor Diagonal, Tensor LowRank, Tensor Input, Tensor Output, Tensor Delta)
{
    /// <summary>
    /// The convolution kernel of B and, before it, the responses to initial states, from their discrete Fourier transforms.
    /// </summary>
    /// <param name="state">Initial states, complex <c>[inputs − 1, features, modes]</c>; null: none.</param>
    /// <param name="nodes">Number of roots of unity: the length that C̃ belongs to.</param>
    /// <param name="type">Real type of the result.</param>
    /// <returns><c>[inputs, channels, features, nodes]</c>, in the current dispose scope.</returns>
    /// <remarks>
    /// With ω = e^{−iθ}, c = cos(θ/2), s = sin(θ/2) the node z = 2(1 − ω)/(1 + ω) is 2is/c. Every Cauchy sum is written as
    /// g = Σ x_n / (2is − cΔλ_n), which is 1/c times Σ x_n / (z − Δλ_n) and stays finite at ω = −1, where z does not:
    /// K̂ = e^{iθ/2} (g_CB − c g_CP g_PB / (1 + c g_PP)), and at c = 0 this is the limit (Δ/2) C̃·B by itself.
    /// </remarks>
    public Tensor ImpulseResponses(Tensor? state, long nodes, ScalarType type)
    {
        var (rank, features, modes) = (LowRank.shape[0], LowRank.shape[1], LowRank.shape[2]);
        Tensor left = Input, conjugate = LowRank.conj();
        if (state is not null)
        {
            left = cat([BeforeStep(state.to(ScalarType.ComplexFloat64)), left], 0);
        }

        left = cat([left, LowRank], 0);
        var right = cat([Output, conjugate], 0);
        var w = Diagonal * Delta;
        var x = left.unsqueeze(1) * right.unsqueeze(0) * Delta;
        var (rows, columns) = (left.shape[0], right.shape[0]);
        var (inputs, channels) = (rows - rank, columns - rank);

        // Both numerators of every sum, for the two parts of the resolvent.
        var numerators = stack([x.real, (x * w.conj()).real], 2).to(type).permute(4, 0, 1, 2, 3).reshape(
            modes, 2 * rows * columns, features);
        Tensor magnitude = w.abs().transpose(0, 1), damping = (-w.real).transpose(0, 1);
        if (FusedKernels.Fit(numerators))
        {
            var shape = new CauchyShape((int)rows, (int)columns, (int)rank, (int)modes, (int)features, nodes);
            var parts = CauchyFunction.Apply(numerators, magnitude, damping, shape).unbind(0);
            var responses = fft.irfft(complex(parts[0], parts[1]), nodes, 1);
            return responses.transpose(1, 2).reshape(inputs, channels, features, nodes);
        }

        var halfAngle = TensorRange.Of((nodes / 2) + 1, ScalarType.Float64, w.device) * Scalars.Of(Math.PI / nodes);
        Tensor c = halfAngle.cos(), s = halfAngle.sin();
        // unbind and split rather than select and narrow: their gradients are one concatenation, not a zero-filled copy each.
        var sums = ResolventSums.Apply(numerators, magnitude, damping, c, s).reshape(features, rows, columns, 2, 2, -1).unbind(3);
        Tensor[] direct = sums[0].unbind(3), damped = sums[1].unbind(3);
        (c, s) = (c.to(type), s.to(type));
        var twice = Scalars.Two * s;
        var g = complex(-(twice * direct[1]).Plus(c * damped[0]), (twice * direct[0]) - (c * damped[1]));

        // Gaussian elimination of the low-rank rows. The pivots need no exchange: A is dissipative, so Re(1 + c g_PP) ≥ 1.
        for (var k = rank; k > 0; k--)
        {
            (rows, columns) = (rows - 1, columns - 1);
            var parts = g.split([rows, 1], 1);
            Tensor[] upper = parts[0].split([columns, 1], 2), lower = parts[1].split([columns, 1], 2);
            g = upper[0] - (upper[1] * lower[0] * (c / (c * lower[1]).Plus(1)));
        }

        var rotation = complex(c, s);
        return fft.irfft((g * rotation).permute(1, 2, 0, 3), nodes);
    }

    /// <summary>The input whose first response is Ā s: (1/Δ)(I + ΔA/2) s.</summary>
    private Tensor BeforeStep(Tensor state)
    {
        var low = Scalars.Two * (LowRank.conj() * state.unsqueeze(1)).sum(3, keepdim: true).real;
        return (state / Delta).Plus(((Diagonal * state) - (LowRank * low).sum(1)) / Scalars.Two);
    }
}
