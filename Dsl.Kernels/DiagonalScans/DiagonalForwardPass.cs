using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>A diagonal scan.</summary>
internal unsafe struct DiagonalForwardPass : ILaneKernel
{
    public required DiagonalShape Shape { get; init; }

    public required float* Factors { get; init; }

    public required float* Inputs { get; init; }

    public required float* Initial { get; init; }

    public required float* States { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var work = new DiagonalForward<TLanes> { Shape = Shape, Factors = Factors, Inputs = Inputs, Initial = Initial, States = States };
        CpuWorkers.Run(work.Tiles, work);
    }
}
