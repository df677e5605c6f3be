using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// The gradients that the backward pass of a scan writes. Where several tiles contribute to a gradient, each writes its own share; the
/// shares are added up after the scan, always in the same order.
/// </summary>
internal readonly unsafe struct ScanGradients
{
    /// <summary>With respect to the inputs, <c>[batch, length, features]</c>.</summary>
    public required Rows U { get; init; }

    /// <summary>With respect to Δ as given, likewise.</summary>
    public required Rows Delta { get; init; }

    /// <summary>With respect to the gate, likewise; or nothing.</summary>
    public required Rows Z { get; init; }

    /// <summary>With respect to A, <c>[batch, features, state]</c>.</summary>
    public required float* A { get; init; }

    /// <summary>
    /// With respect to B, <c>[blocks, batch, length, runs, padded state]</c> where B is given for every position, else as <see cref="A"/>.
    /// </summary>
    public required float* B { get; init; }

    /// <summary>With respect to C, as <see cref="B"/>.</summary>
    public required float* C { get; init; }

    /// <summary>With respect to Δ's bias, <c>[batch, features]</c>.</summary>
    public required float* DeltaBias { get; init; }

    /// <summary>With respect to D, likewise.</summary>
    public required float* D { get; init; }

    /// <summary>With respect to the states before the first position, <c>[batch, features, state]</c>.</summary>
    public required float* Initial { get; init; }
}
