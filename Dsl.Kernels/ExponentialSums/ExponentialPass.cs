using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.ExponentialSums;

/// <summary>Sums of exponentials, or their gradients.</summary>
internal unsafe struct ExponentialPass : ILaneKernel
{
    public required ExponentialData Data { get; init; }

    public required float* Sums { get; init; }

    public required double* ForExponents { get; init; }

    public required double* ForCoefficients { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var tiles = checked((Data.Shape.Features + TLanes.Count - 1) / TLanes.Count * Data.Shape.Ranges);
        if (ForExponents is null)
        {
            CpuWorkers.Run(tiles, new ExponentialForward<TLanes> { Data = Data, Sums = Sums });
        }
        else
        {
            CpuWorkers.Run(tiles, new ExponentialBackward<TLanes> { Data = Data, Gradient = Sums, ForExponents = ForExponents, ForCoefficients = ForCoefficients });
        }
    }
}
