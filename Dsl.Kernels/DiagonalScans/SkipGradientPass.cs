using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>The gradients of D ∘ u.</summary>
internal unsafe struct SkipGradientPass : ILaneKernel
{
    /// <summary>
    /// Rows of a piece: what a register of columns takes of them stays in the first cache, and few sums are added up between pieces.
    /// </summary>
    public const int RowsOfPiece = 128;

    public required int Pieces { get; init; }

    public required int Features { get; init; }

    public required long Rows { get; init; }

    public required float* Gradient { get; init; }

    public required float* Inputs { get; init; }

    public required float* Skip { get; init; }

    public required float* ForInputs { get; init; }

    public required float* ForSkip { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes> => CpuWorkers.Run(Pieces, new SkipGradients<TLanes>
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
