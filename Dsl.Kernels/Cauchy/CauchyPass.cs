using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>Cauchy sums of all features, or their gradients.</summary>
internal unsafe struct CauchyPass : ILaneKernel
{
    public required CauchyData Data { get; init; }

    public required float* Spectrum { get; init; }

    public required float* ForNumerators { get; init; }

    public required float* ForModes { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var tiles = (Data.Shape.Features + TLanes.Count - 1) / TLanes.Count * Data.Shape.Ranges;
        if (ForModes is null)
        {
            CpuWorkers.Run(tiles, new CauchyForward<TLanes> { Data = Data, Spectrum = Spectrum });
        }
        else
        {
            CpuWorkers.Run(tiles, new CauchyBackward<TLanes> { Data = Data, Gradient = Spectrum, ForNumerators = ForNumerators, ForModes = ForModes });
        }
    }
}
