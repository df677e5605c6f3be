namespace SerpentDsl.Kernels.Cauchy;

/// <summary>Sizes of a table of Cauchy sums, and how it is cut into tiles.</summary>
/// <param name="Rows">Left factors: inputs, then one per rank.</param>
/// <param name="Columns">Right factors: outputs, then one per rank.</param>
/// <param name="Rank">Rank of the low-rank term.</param>
/// <param name="Modes">Conjugate pairs of modes per feature.</param>
/// <param name="Features">Independent systems.</param>
/// <param name="Nodes">Length of the whole circle of nodes.</param>
internal readonly record struct CauchyShape(int Rows, int Columns, int Rank, int Modes, int Features, long Nodes)
{
    /// <summary>A tile has at least so many nodes, so that packing the modes costs little in comparison.</summary>
    private const long FewestNodes = 256;

    /// <summary>Gradients of at most so many tiles per feature are added up.</summary>
    private const long MostRanges = 16;

    /// <summary>Cauchy sums per node.</summary>
    public int Pairs => Rows * Columns;

    /// <summary>Real numerators per mode: two for each sum.</summary>
    public int Numerators => 2 * Pairs;

    /// <summary>Kernels returned: inputs × outputs, without the low-rank rows and columns.</summary>
    public int Outputs => (Rows - Rank) * (Columns - Rank);

    /// <summary>Nodes of the half circle, ends included.</summary>
    public long Bins => (Nodes / 2) + 1;

    /// <summary>Nodes of the half circle without ω = −1.</summary>
    public long FiniteBins => (Nodes + 1) / 2;

    /// <summary>Whether ω = −1 is a node.</summary>
    public bool HasLimit => Nodes % 2 == 0;

    /// <summary>Nodes per tile.</summary>
    public long Range => Math.Max(FewestNodes, (FiniteBins + MostRanges - 1) / MostRanges);

    /// <summary>Tiles per block of features.</summary>
    public int Ranges => (int)((FiniteBins + Range - 1) / Range);

    /// <summary>Tiles in all: blocks of as many features as there are lanes, times ranges of nodes.</summary>
    /// <param name="lanes">Lanes of the vector.</param>
    public int Tiles(int lanes) => (Features + lanes - 1) / lanes * Ranges;
}
