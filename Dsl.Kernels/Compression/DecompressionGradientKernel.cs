using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Runs <see cref="DecompressionGradientPieces{TLanes}"/>.</summary>
internal unsafe struct DecompressionGradientKernel : ILaneKernel
{
    /// <summary>Features of a piece.</summary>
    public const int FeaturesOfPiece = 64;

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

    /// <summary>Pieces of a sequence.</summary>
    public readonly int Blocks => (Features + FeaturesOfPiece - 1) / FeaturesOfPiece;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes> =>
        CpuWorkers.Run(Batch * Blocks, new DecompressionGradientPieces<TLanes> { Kernel = this });
}
