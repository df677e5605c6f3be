namespace SerpentDsl.Kernels.Cpu;

/// <summary>Work that is written for any register width.</summary>
internal interface ILaneKernel
{
    /// <summary>Does the work.</summary>
    /// <typeparam name="TLanes">The vector.</typeparam>
    void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>;
}
