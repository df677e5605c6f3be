using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// Adds, for every point of a sequence, the gradients of the inputs that read the point back; these inputs are neighbours.
/// </summary>
internal unsafe struct DecompressionGradientTiles : ILaneTiles
{
    /// <summary>Features of a tile.</summary>
    private const int FeaturesPerTile = 64;

    /// <summary>Incoming gradient, one row per position, <c>[batch, length, features]</c>.</summary>
    public float* Gradient;

    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Stored points of a sequence.</summary>
    public int Points;

    /// <summary>Width of a row.</summary>
    public int Features;

    /// <summary>The point of each input, <c>[batch, length]</c>; −1: none.</summary>
    public long* ReadBack;

    /// <summary>Inputs of a sequence.</summary>
    public int Length;

    /// <summary>Gradient of the points, <c>[batch, points, features]</c>.</summary>
    public float* ForRows;

    private readonly int Blocks => (Features + FeaturesPerTile - 1) / FeaturesPerTile;

    /// <inheritdoc/>
    public readonly int Count(int lanes) => Batch * Blocks;

    /// <inheritdoc/>
    public readonly void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var (sequence, block) = Math.DivRem(tile, Blocks);
        var first = block * FeaturesPerTile;
        var width = Math.Min(FeaturesPerTile, Features - first);
        var readBack = ReadBack + ((nint)sequence * Length);
        var gradient = Gradient + ((nint)sequence * Length * Features) + first;
        var rows = ForRows + ((nint)sequence * Points * Features) + first;
        for (var point = 0; point < Points; point++)
        {
            new Span<float>(rows + ((nint)point * Features), width).Clear();
        }

        for (var input = 0; input < Length; input++)
        {
            if (readBack[input] >= 0)
            {
                LaneRows<TLanes>.Add(rows + ((nint)readBack[input] * Features), gradient + ((nint)input * Features), width);
            }
        }
    }
}
