namespace SerpentDsl.Kernels.Cauchy;

/// <summary>Where the parameters of diagonal-plus-low-rank systems lie, or their gradients.</summary>
internal readonly unsafe struct LowRankPointers
{
    /// <summary><c>inv_dt</c>.</summary>
    public required float* InverseDelta { get; init; }

    /// <summary><c>A_real</c>.</summary>
    public required float* Real { get; init; }

    /// <summary><c>A_imag</c>.</summary>
    public required float* Imaginary { get; init; }

    /// <summary><c>B</c>.</summary>
    public required float* Input { get; init; }

    /// <summary><c>P</c>.</summary>
    public required float* LowRank { get; init; }

    /// <summary><c>C</c>.</summary>
    public required float* Output { get; init; }
}
