using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// A linear controlled differential equation (arXiv 2402.19047), dz = Σ_i A_i z dω^i + B dξ, over sequences. With M_l = Σ_i A_i dω_l^i, an
/// Euler step is z_l = z_{l−1} + M_l z_{l−1} + B dξ_l, and the exact solution z_l = e^{M_l} z_{l−1} + φ(M_l) B dξ_l with
/// φ(M) = M⁻¹(e^M − 1). Once differentiable, on any device. Diagonal matrices run as a <see cref="TimeVaryingScan"/>.
/// </summary>
public static class LinearCdeScan
{
    /// <summary>Scans whole sequences.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <returns>The states after every move, <c>[batch, length, state]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static Tensor Apply(in LinearCdeInputs inputs)
    {
        Check(inputs);
        using var scope = NewDisposeScope();
        var driven = inputs.Inputs.matmul(inputs.B.t());
        return (inputs.A.shape[2] == 1 ? Diagonal(inputs, driven) : Blocks(inputs, driven)).MoveToOuterDisposeScope();
    }

    private static Tensor Diagonal(in LinearCdeInputs inputs, Tensor driven)
    {
        var exponents = inputs.Controls.matmul(inputs.A.squeeze(2).t());
        return inputs.IsExact
            ? TimeVaryingScan.Apply(exponents.exp(), ExponentialQuotient.Of(exponents) * driven, inputs.Initial)
            : TimeVaryingScan.Apply(exponents.Plus(1), driven, inputs.Initial);
    }

    private static Tensor Blocks(in LinearCdeInputs inputs, Tensor driven)
    {
        var (batch, length, state, controls, size) = (
            driven.shape[0], driven.shape[1], driven.shape[2], inputs.Controls.shape[2], inputs.A.shape[2]);
        var blocks = state / size;
        var perControl = inputs.A.transpose(0, 1).reshape(controls, state * size);
        var matrices = inputs.Controls.matmul(perControl).view(batch, length, blocks, size, size);
        var added = driven.view(batch, length, blocks, size);
        var initial = inputs.Initial.reshape(batch, blocks, size);
        if (!inputs.IsExact)
        {
            var unit = eye(size, dtype: matrices.dtype, device: matrices.device);
            return MatrixScan.Apply(matrices.Plus(unit), added, initial).flatten(2);
        }

        // The exponential of the matrix with the input as one more column has both e^M and φ(M) B dξ.
        var rows = cat([matrices, added.unsqueeze(-1)], -1);
        var last = zeros([batch, length, blocks, 1, size + 1], rows.dtype, rows.device);
        var moved = cat([rows, last], -2).matrix_exp().narrow(-2, 0, size);
        return MatrixScan.Apply(moved.narrow(-1, 0, size), moved.select(-1, size), initial).flatten(2);
    }

    private static void Check(in LinearCdeInputs inputs)
    {
        var (controls, driving) = (inputs.Controls, inputs.Inputs);
        if (controls.dim() != 3 || controls.shape.Contains(0))
        {
            throw new ArgumentException(
                $"Controls are [batch, length, controls], none of them 0, not {SequenceShape.Text(controls)}.", nameof(inputs));
        }

        if (driving.dim() != 3 || driving.shape[2] < 1 || !driving.shape[..2].SequenceEqual(controls.shape[..2]))
        {
            throw new ArgumentException(
                $"Inputs are [{controls.shape[0]}, {controls.shape[1]}, inputs], not {SequenceShape.Text(driving)}.", nameof(inputs));
        }

        var a = inputs.A;
        if (a.dim() != 3 || a.shape[1] != controls.shape[2] || a.shape[2] < 1 || a.shape[0] < 1 || a.shape[0] % a.shape[2] != 0)
        {
            throw new ArgumentException(
                $"A is [state, {controls.shape[2]}, block] with a block that divides the state, not {SequenceShape.Text(a)}.",
                nameof(inputs));
        }

        SequenceShape.Require("B", inputs.B, a.shape[0], driving.shape[2]);
        SequenceShape.Require("the state", inputs.Initial, controls.shape[0], a.shape[0]);
    }
}
