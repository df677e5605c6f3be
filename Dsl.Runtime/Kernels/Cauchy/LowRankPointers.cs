using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>Where the parameters of diagonal-plus-low-rank systems lie, or their gradients.</summary>
internal readonly unsafe struct LowRankPointers(LowRankParameters at)
{
    /// <summary><c>inv_dt</c>.</summary>
    public readonly float* InverseDelta = TensorMemory.Floats(at.InverseDelta);

    /// <summary><c>A_real</c>.</summary>
    public readonly float* Real = TensorMemory.Floats(at.Real);

    /// <summary><c>A_imag</c>.</summary>
    public readonly float* Imaginary = TensorMemory.Floats(at.Imaginary);

    /// <summary><c>B</c>.</summary>
    public readonly float* Input = TensorMemory.Floats(at.Input);

    /// <summary><c>P</c>.</summary>
    public readonly float* LowRank = TensorMemory.Floats(at.LowRank);

    /// <summary><c>C</c>.</summary>
    public readonly float* Output = TensorMemory.Floats(at.Output);
}
