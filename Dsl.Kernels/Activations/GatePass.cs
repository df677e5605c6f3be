using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>Gated values x · σ(z), or with a gradient both gradients.</summary>
internal unsafe struct GatePass : ILaneKernel
{
    public required float* X { get; init; }

    public required float* Z { get; init; }

    public required float* Gradient { get; init; }

    public required float* Result { get; init; }

    public required float* ForZ { get; init; }

    public required long Count { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var work = new GateTiles<TLanes> { X = X, Z = Z, Gradient = Gradient, Result = Result, ForZ = ForZ, Count = Count };
        CpuWorkers.Run(work.Tiles, work);
    }
}
