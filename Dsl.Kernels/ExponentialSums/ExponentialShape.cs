namespace SerpentDsl.Kernels.ExponentialSums;

/// <summary>Sizes of sums of exponentials, and how they are cut into pieces.</summary>
/// <param name="Rows">Sums of each feature that share its exponents.</param>
/// <param name="Features">Independent systems.</param>
/// <param name="Modes">Exponentials in a sum.</param>
/// <param name="Length">Positions.</param>
internal readonly record struct ExponentialShape(int Rows, int Features, int Modes, long Length)
{
    /// <summary>Positions whose powers stand in a table.</summary>
    public const int Chunk = 32;

    /// <summary>Chunks that are summed together.</summary>
    public const int Chunks = 4;

    /// <summary>Positions of these.</summary>
    public const int Tile = Chunk * Chunks;

    /// <summary>A piece has at least so many tiles, so that its table is little beside it.</summary>
    private const long FewestTiles = 16;

    /// <summary>Gradients of at most so many pieces per feature are added up.</summary>
    private const long MostRanges = 16;

    /// <summary>Tiles of all positions.</summary>
    public long Tiles => (Length + Tile - 1) / Tile;

    /// <summary>Tiles of a piece.</summary>
    public long RangeTiles => Math.Max(FewestTiles, (Tiles + MostRanges - 1) / MostRanges);

    /// <summary>Pieces per block of features.</summary>
    public int Ranges => (int)((Tiles + RangeTiles - 1) / RangeTiles);
}
