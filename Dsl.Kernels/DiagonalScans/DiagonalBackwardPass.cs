using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>The gradients of a diagonal scan.</summary>
internal unsafe struct DiagonalBackwardPass : ILaneKernel
{
    public required DiagonalShape Shape { get; init; }

    public required float* Factors { get; init; }

    public required float* States { get; init; }

    public required float* Initial { get; init; }

    public required float* ForStates { get; init; }

    public required float* ForInputs { get; init; }

    public required float* ForInitial { get; init; }

    public required double* Sums { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var work = new DiagonalBackward<TLanes>
        {
            Shape = Shape,
            Factors = Factors,
            States = States,
            Initial = Initial,
            ForStates = ForStates,
            ForInputs = ForInputs,
            ForInitial = ForInitial,
            Sums = Sums,
        };
        CpuWorkers.Run(work.Tiles, work);
    }
}
