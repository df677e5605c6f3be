using System.Runtime.InteropServices;

namespace SerpentDsl.Experiments.Timings;

/// <summary>glibc's <c>struct mallinfo2</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MallocStatistics
{
    public nuint Arena;
    public nuint FreeBlocks;
    public nuint FastBlocks;
    public nuint MappedBlocks;
    public nuint Mapped;
    public nuint MostInUse;
    public nuint FastFree;
    public nuint InUse;
    public nuint Free;
    public nuint Releasable;
}
