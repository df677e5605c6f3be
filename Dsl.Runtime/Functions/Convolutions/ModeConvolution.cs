using SerpentDsl.Kernels.Recurrences;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The convolution with sums of exponentials, k_l = Re Σ_n c_n e^{w_n l}, by the recurrence of every mode: no kernel, no transform, cost
/// linear in length × modes.
/// </summary>
internal sealed class ModeConvolution : SystemConvolution<ModeConvolution>
{
    /// <inheritdoc/>
    protected override bool IsDense => false;

    /// <summary>y_l = Σ_{j ≤ l} k_{l−j} u_j + D u_l, and with a second direction + Σ_{j &gt; l} k'_{j−l−1} u_j.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="exponents">Exponents w, complex128 <c>[features, modes]</c>.</param>
    /// <param name="coefficients">Coefficients c, complex128 <c>[directions, features, modes]</c>.</param>
    /// <param name="skip">Skip weights D, float32 <c>[1, features]</c>.</param>
    /// <returns><c>[batch, length, 1, features]</c>.</returns>
    public static Tensor Apply(Tensor u, Tensor exponents, Tensor coefficients, Tensor skip)
    {
        using var scope = NewDisposeScope();
        return Convolve(
            u, view_as_real(exponents.resolve_conj()), view_as_real(coefficients.resolve_conj()), skip).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override (Tensor Systems, Tensor OutputMatrices) Gradients(ModeShape shape, Tensor systems, Tensor constants)
    {
        // [directions, features, modes, 2] each.
        var sums = constants.reshape(shape.Directions, shape.Modes, 4, shape.Features).permute(0, 3, 1, 2).split([2, 2], 3);
        Tensor[] forCoefficients = sums[0].unbind(3), forFactors = sums[1].sum([0]).unbind(2), w = systems.unbind(2);
        var forExponents = complex(forFactors[0], forFactors[1]) * complex(w[0], w[1]).exp().conj();
        return (view_as_real(forExponents.resolve_conj()), view_as_real(complex(forCoefficients[0], forCoefficients[1])));
    }
}
