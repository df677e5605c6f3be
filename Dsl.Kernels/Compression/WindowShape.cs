namespace SerpentDsl.Kernels.Compression;

/// <summary>The sizes of a compression.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Length">Inputs of a sequence, padding included.</param>
/// <param name="Features">H, width of an input.</param>
/// <param name="Outputs">h, width of a point.</param>
/// <param name="Window">W, inputs of a point.</param>
/// <param name="Gaussians">Gaussians, E.</param>
/// <param name="Points">Stored points of a sequence.</param>
internal readonly record struct WindowShape(int Batch, int Length, int Features, int Outputs, int Window, int Gaussians, int Points)
{
    /// <summary>How many points a tile of work has.</summary>
    public const int PointsPerTile = 64;

    /// <summary>Gaussians of a window, W · E.</summary>
    public int BasisColumns => Window * Gaussians;

    /// <summary>Columns of A: for each input of a window its features, then its Gaussians.</summary>
    public int WeightColumns => Window * (Features + Gaussians);

    /// <summary>Tiles of points in a sequence.</summary>
    public int TilesPerSequence => (Points + PointsPerTile - 1) / PointsPerTile;

    /// <summary>The column of A that a Gaussian, counted through the window, is multiplied by.</summary>
    public int BasisColumn(int gaussian)
    {
        var (place, e) = Math.DivRem(gaussian, Gaussians);
        return (place * (Features + Gaussians)) + Features + e;
    }
}
