namespace SerpentDsl.Kernels.Cauchy;

/// <summary>Where the numbers of a table of Cauchy sums lie. All arrays are contiguous, features innermost.</summary>
internal readonly unsafe struct CauchyData
{
    /// <summary>Sizes.</summary>
    public required CauchyShape Shape { get; init; }

    /// <summary>Re x and Re(x w̄) of each sum, <c>[modes, 2 · pairs, features]</c>.</summary>
    public required float* Numerators { get; init; }

    /// <summary>|w|, <c>[modes, features]</c>.</summary>
    public required double* Magnitude { get; init; }

    /// <summary>−Re w, <c>[modes, features]</c>.</summary>
    public required double* Damping { get; init; }

    /// <summary>t rounded, <c>[finite bins]</c>.</summary>
    public required float* NodesHigh { get; init; }

    /// <summary>The rounding error of t.</summary>
    public required float* NodesLow { get; init; }

    /// <summary>Copies the nodes of a step; nodes that are missing at the end repeat the last one.</summary>
    /// <param name="bin">The first.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="high">t, rounded.</param>
    /// <param name="low">The rounding error of t.</param>
    /// <param name="width">How many to fill.</param>
    public void CopyNodes(long bin, int count, float* high, float* low, int width)
    {
        for (var node = 0; node < width; node++)
        {
            var at = bin + Math.Min(node, count - 1);
            (high[node], low[node]) = (NodesHigh[at], NodesLow[at]);
        }
    }
}
