namespace SerpentDsl.Kernels.Cpu;

/// <summary>Work that is written for any register width.</summary>
internal interface ILaneKernel
{
    /// <summary>Does it.</summary>
    /// <typeparam name="TLanes">The vector to do it with.</typeparam>
    void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>;
}
