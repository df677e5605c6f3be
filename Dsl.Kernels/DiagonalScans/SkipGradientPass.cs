using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>The gradients of D ∘ u.</summary>
internal unsafe struct SkipGradientPass : ILaneKernel
{
    /// <summary>
    /// Rows of a tile: what a register of columns takes of them stays in the first cache, and few sums are added up between tiles.
    /// </summary>
    public const int RowsPerTile = 128;

    public required int Tiles { get; init; }

    public required int Features { get; init; }

    public required long Rows { get; init; }

    public required float* Gradient { get; init; }

    public required float* Inputs { get; init; }

    public required float* Skip { get; init; }

    public required float* ForInputs { get; init; }

    public required float* ForSkip { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes> => CpuWorkers.Run(Tiles, new SkipGradients<TLanes>
        {
            Features = Features,
            Rows = Rows,
            Gradient = Gradient,
            Inputs = Inputs,
            Skip = Skip,
            ForInputs = ForInputs,
            ForSkip = ForSkip,
        });
}
