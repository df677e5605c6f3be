using SerpentDsl.Kernels.Cauchy;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The parameters of diagonal-plus-low-rank systems, or their gradients: float32 on the CPU.</summary>
/// <param name="InverseDelta"><c>inv_dt</c>, <c>[features, 1]</c>.</param>
/// <param name="Real"><c>A_real</c>, <c>[copies, modes]</c>.</param>
/// <param name="Imaginary"><c>A_imag</c>, of the same shape.</param>
/// <param name="Input"><c>B</c>, <c>[1, copies, modes, 2]</c>.</param>
/// <param name="LowRank"><c>P</c>, <c>[rank, copies, modes, 2]</c>.</param>
/// <param name="Output"><c>C</c>, <c>[channels, features, modes, 2]</c>.</param>
internal readonly record struct LowRankParameters(
    Tensor InverseDelta, Tensor Real, Tensor Imaginary, Tensor Input, Tensor LowRank, Tensor Output)
{
    /// <summary>In the order of the arguments.</summary>
    public Tensor[] All => [InverseDelta, Real, Imaginary, Input, LowRank, Output];

    /// <summary>From tensors in the order of the arguments.</summary>
    /// <param name="all">Six tensors.</param>
    public static LowRankParameters Of(IReadOnlyList<Tensor> all) => new(all[0], all[1], all[2], all[3], all[4], all[5]);

    /// <summary>Pointers to the parameters; all must be contiguous, and stay alive.</summary>
    public unsafe LowRankPointers Pointers => new()
    {
        InverseDelta = TensorMemory.Floats(InverseDelta),
        Real = TensorMemory.Floats(Real),
        Imaginary = TensorMemory.Floats(Imaginary),
        Input = TensorMemory.Floats(Input),
        LowRank = TensorMemory.Floats(LowRank),
        Output = TensorMemory.Floats(Output),
    };

    /// <summary>Sizes of the Cauchy sums.</summary>
    /// <param name="nodes">Length of the whole circle of nodes.</param>
    public CauchyShape Shape(long nodes)
    {
        var rank = (int)LowRank.shape[0];
        return new CauchyShape(1 + rank, (int)Output.shape[0] + rank, rank, (int)Real.shape[1], (int)InverseDelta.shape[0], nodes);
    }
}
