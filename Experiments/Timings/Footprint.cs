using SerpentDsl.Experiments.Machine;

namespace SerpentDsl.Experiments.Timings;

/// <summary>The memory of one call.</summary>
/// <param name="ManagedBytes">Bytes that the call allocates on the managed heap.</param>
/// <param name="PeakBytes">Largest increase of resident memory during the call, in bytes; null if the system does not report it.</param>
internal sealed record Footprint(long ManagedBytes, long? PeakBytes)
{
    /// <summary>Measures one call. Memory that the allocator keeps in reserve is released first, so that using it again counts.</summary>
    public static Footprint Of(Action call)
    {
        NativeHeap.Release();
        var isCounted = ResidentMemory.ResetPeak();
        var before = isCounted ? ResidentMemory.Now : 0;
        var managed = GC.GetTotalAllocatedBytes(precise: true);
        call();
        managed = GC.GetTotalAllocatedBytes(precise: true) - managed;
        return new Footprint(managed, isCounted ? Math.Max(0, ResidentMemory.Peak - before) : null);
    }
}
