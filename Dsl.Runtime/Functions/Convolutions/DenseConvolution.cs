using SerpentDsl.Kernels.Recurrences;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The convolution with k_l = C A^l B of systems with up to four real states, by their recurrence, as <see cref="ModeConvolution"/>: for
/// matrices that are not diagonal, and whose diagonal form would be ill-conditioned.
/// </summary>
internal sealed class DenseConvolution : SystemConvolution<DenseConvolution>
{
    /// <summary>The greatest state.</summary>
    public const int MostStates = 4;

    /// <inheritdoc/>
    protected override bool IsDense => true;

    /// <summary>y_l = Σ_{j ≤ l} k_{l−j} u_j + D u_l, and with a second direction + Σ_{j &gt; l} k'_{j−l−1} u_j.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="systems">A − I followed by B: float64 <c>[features, states, states + 1]</c>, from 2 to <see cref="MostStates"/>
    /// states.</param>
    /// <param name="outputMatrices">C, float64 <c>[directions, features, states]</c>.</param>
    /// <param name="skip">Skip weights D, float32 <c>[1, features]</c>.</param>
    /// <returns><c>[batch, length, 1, features]</c>.</returns>
    public static Tensor Apply(Tensor u, Tensor systems, Tensor outputMatrices, Tensor skip) => Convolve(u, systems, outputMatrices, skip);

    /// <inheritdoc/>
    protected override (Tensor Systems, Tensor OutputMatrices) Gradients(ModeShape shape, Tensor systems, Tensor constants)
    {
        var states = shape.Modes;
        var sums = constants.split([states * states, states, states], 1);
        Tensor matrices = sums[0].sum([0]).reshape(states, states, shape.Features).permute(2, 0, 1),
            inlets = sums[1].sum([0]).transpose(0, 1).unsqueeze(2);
        return (cat([matrices, inlets], 2), sums[2].transpose(1, 2).contiguous());
    }
}
