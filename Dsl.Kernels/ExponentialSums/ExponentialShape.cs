namespace SerpentDsl.Kernels.ExponentialSums;

/// <summary>Sizes of sums of exponentials, and how they are cut into tiles.</summary>
/// <param name="Rows">Sums of each feature that share its exponents.</param>
/// <param name="Features">Independent systems.</param>
/// <param name="Modes">Exponentials in a sum.</param>
/// <param name="Length">Positions.</param>
internal readonly record struct ExponentialShape(int Rows, int Features, int Modes, long Length)
{
    /// <summary>Positions of a chunk, whose powers a table holds.</summary>
    public const int Chunk = 32;

    /// <summary>Chunks that are summed together.</summary>
    public const int Chunks = 4;

    /// <summary>Positions of a strip: the chunks that are summed together.</summary>
    public const int Strip = Chunk * Chunks;

    /// <summary>A tile has at least so many strips, so that its table costs little in comparison.</summary>
    private const long FewestStrips = 16;

    /// <summary>Gradients of at most so many tiles per feature are added up.</summary>
    private const long MostRanges = 16;

    /// <summary>Strips of all positions.</summary>
    public long Strips => (Length + Strip - 1) / Strip;

    /// <summary>Strips of a tile.</summary>
    public long StripsPerTile => Math.Max(FewestStrips, (Strips + MostRanges - 1) / MostRanges);

    /// <summary>Tiles per block of features.</summary>
    public int Ranges => (int)((Strips + StripsPerTile - 1) / StripsPerTile);

    /// <summary>Tiles in all: blocks of as many features as there are lanes, times ranges of positions.</summary>
    /// <param name="lanes">Lanes of the vector.</param>
    public int Tiles(int lanes) => checked((Features + lanes - 1) / lanes * Ranges);
}
