using System.Runtime.Intrinsics;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>Chooses the registers.</summary>
internal static class LaneWidth
{
    /// <summary>Lanes of the widest registers that the machine computes with at full speed.</summary>
    public static int Widest =>
        Vector512.IsHardwareAccelerated ? Lanes512.Count : Vector256.IsHardwareAccelerated ? Lanes256.Count : Lanes128.Count;

    /// <summary>Runs a kernel with the widest registers.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <typeparam name="TKernel">Its type.</typeparam>
    public static void Dispatch<TKernel>(ref TKernel kernel)
        where TKernel : struct, ILaneKernel
    {
        if (Vector512.IsHardwareAccelerated)
        {
            kernel.Run<Lanes512>();
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            kernel.Run<Lanes256>();
        }
        else
        {
            kernel.Run<Lanes128>();
        }
    }

    /// <summary>Computes all tiles of some work with the widest registers.</summary>
    /// <param name="work">The work.</param>
    /// <typeparam name="TWork">Its type.</typeparam>
    public static void Run<TWork>(in TWork work)
        where TWork : struct, ILaneTiles
    {
        if (Vector512.IsHardwareAccelerated)
        {
            LaneTiles<TWork, Lanes512>.RunAll(work);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            LaneTiles<TWork, Lanes256>.RunAll(work);
        }
        else
        {
            LaneTiles<TWork, Lanes128>.RunAll(work);
        }
    }
}
