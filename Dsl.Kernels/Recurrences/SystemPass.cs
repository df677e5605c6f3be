using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>A convolution by recurrence, or its gradients.</summary>
internal unsafe struct SystemPass : ILaneKernel
{
    public required ModeShape Shape { get; init; }

    public required ModePointers Pointers { get; init; }

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
        var tiles = (Shape.Features + TLanes.Count - 1) / TLanes.Count * Shape.Batch;
        if (Pointers.ForInputs == null)
        {
            CpuWorkers.Run(tiles, new SystemForward<TBlock, TLanes> { Shape = Shape, Pointers = Pointers });
        }
        else
        {
            CpuWorkers.Run(tiles, new SystemBackward<TBlock, TLanes> { Shape = Shape, Pointers = Pointers });
        }
    }
}
