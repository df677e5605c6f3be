using SerpentDsl.Experiments.Machine;

namespace SerpentDsl.Experiments.Timings;

/// <summary>What one call takes of memory.</summary>
/// <param name="ManagedBytes">Bytes that it allocates on the runtime's heap.</param>
/// <param name="PeakBytes">How far resident memory rose above what was there before, at most; null where the system does not tell.</param>
internal sealed record Footprint(long ManagedBytes, long? PeakBytes)
{
    /// <summary>Measures one call. Memory that the allocator keeps is given back before, so that it counts when it is used again.</summary>
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
