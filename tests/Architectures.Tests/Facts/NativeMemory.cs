using System.Runtime.InteropServices;
using SerpentDsl.Experiments.Timings;

namespace SerpentDsl.Architectures.Tests.Facts;

/// <summary>What the C library has handed out and not got back. libtorch's tensors on CPUs come from it.</summary>
internal static class NativeMemory
{
    /// <summary>Whether the C library counts: glibc from 2.33 on, with no other allocator in its place.</summary>
    public static bool IsCounted { get; } = Probe();

    /// <summary>Bytes in use now, of all threads.</summary>
    public static long InUse
    {
        get
        {
            var statistics = ReadStatistics();
            return (long)(statistics.InUse + statistics.Mapped);
        }
    }

    private static bool Probe()
    {
        const int Size = 1 << 24;
        try
        {
            var before = InUse;
            var block = Marshal.AllocHGlobal(Size);
            var after = InUse;
            Marshal.FreeHGlobal(block);
            return after - before is >= Size and < Size + (1 << 16);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "mallinfo2")]
    private static extern MallocStatistics ReadStatistics();
}
