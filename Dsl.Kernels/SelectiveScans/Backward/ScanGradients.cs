using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// What a scan writes backwards. What many tiles have a share in has room for every share, which are added behind the scan, always in the
/// same order.
/// </summary>
internal readonly unsafe struct ScanGradients
{
    /// <summary>By the inputs, <c>[batch, length, features]</c>.</summary>
    public required Rows U { get; init; }

    /// <summary>By Δ as given, likewise.</summary>
    public required Rows Delta { get; init; }

    /// <summary>By the gate, likewise; or nothing.</summary>
    public required Rows Z { get; init; }

    /// <summary>By A, <c>[batch, features, state]</c>.</summary>
    public required float* A { get; init; }

    /// <summary>
    /// By B, <c>[blocks, batch, length, runs, padded state]</c> where it is given for every position, else as <see cref="A"/>.
    /// </summary>
    public required float* B { get; init; }

    /// <summary>By C, as <see cref="B"/>.</summary>
    public required float* C { get; init; }

    /// <summary>By Δ's bias, <c>[batch, features]</c>.</summary>
    public required float* DeltaBias { get; init; }

    /// <summary>By D, likewise.</summary>
    public required float* D { get; init; }

    /// <summary>By the states before, <c>[batch, features, state]</c>.</summary>
    public required float* Initial { get; init; }
}
