using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>Sums of two arrays.</summary>
internal unsafe struct SumStepKernel : ILaneKernel
{
    /// <summary>Numbers.</summary>
    public nint Count;

    /// <summary>Two summands and the destination.</summary>
    public float* Left, Right, Outputs;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes> => LanePairs<TLanes, PairSum>.Run(default, Left, Right, Outputs, Count);
}
