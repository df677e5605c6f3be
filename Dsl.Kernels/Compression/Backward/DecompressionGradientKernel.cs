using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Runs <see cref="DecompressionGradientTiles{TLanes}"/>.</summary>
internal unsafe struct DecompressionGradientKernel : ILaneKernel
{
    /// <summary>Features of a tile.</summary>
    public const int FeaturesPerTile = 64;

    /// <summary>Gradient of the inputs, <c>[batch, length, features]</c>.</summary>
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

    /// <summary>Tiles of a sequence.</summary>
    public readonly int Blocks => (Features + FeaturesPerTile - 1) / FeaturesPerTile;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes> =>
        CpuWorkers.Run(Batch * Blocks, new DecompressionGradientTiles<TLanes> { Kernel = this });
}
