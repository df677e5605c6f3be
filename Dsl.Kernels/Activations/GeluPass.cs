using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>A GELU, or with a gradient its gradient.</summary>
/// <typeparam name="TForm">Its form.</typeparam>
internal unsafe struct GeluPass<TForm> : ILaneKernel
    where TForm : struct, IGeluForm
{
    public required float* X { get; init; }

    public required float* Gradient { get; init; }

    public required float* Result { get; init; }

    public required bool Adds { get; init; }

    public required long Count { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var work = new GeluTiles<TLanes, TForm> { X = X, Gradient = Gradient, Result = Result, Adds = Adds, Count = Count };
        CpuWorkers.Run(work.Tiles, work);
    }
}
