using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>A convolution by recurrence, or its gradients.</summary>
internal unsafe struct SystemPass : ILaneKernel
{
    public required ModeShape Shape { get; init; }

    public required ModePointers At { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        if (Shape.IsDense)
        {
            Run<FourStates<TLanes>, TLanes>();
        }
        else
        {
            Run<ModeBlock<TLanes>, TLanes>();
        }
    }

    private readonly void Run<TBlock, TLanes>()
        where TBlock : struct, ISystemBlock<TBlock, TLanes>
        where TLanes : struct, ILanes<TLanes>
    {
        var pieces = (Shape.Features + TLanes.Count - 1) / TLanes.Count * Shape.Batch;
        if (At.ForInputs == null)
        {
            CpuWorkers.Run(pieces, new SystemForward<TBlock, TLanes> { Shape = Shape, At = At });
        }
        else
        {
            CpuWorkers.Run(pieces, new SystemBackward<TBlock, TLanes> { Shape = Shape, At = At });
        }
    }
}
