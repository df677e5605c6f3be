namespace SerpentDsl.Kernels.ExponentialSums;

/// <summary>Where the numbers of sums of exponentials lie. All arrays are contiguous.</summary>
internal readonly unsafe struct ExponentialData
{
    /// <summary>Sizes.</summary>
    public required ExponentialShape Shape { get; init; }

    /// <summary>Exponents w, <c>[features, modes, 2]</c>.</summary>
    public required double* Exponents { get; init; }

    /// <summary>Coefficients c, <c>[rows, features, modes, 2]</c>.</summary>
    public required double* Coefficients { get; init; }
}
