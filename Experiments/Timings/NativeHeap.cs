using System.Runtime.InteropServices;

namespace SerpentDsl.Experiments.Timings;

/// <summary>The allocator of libtorch's tensors: jemalloc if it is preloaded, else that of the C library.</summary>
internal static unsafe class NativeHeap
{
    /// <summary>jemalloc's command that releases unused pages of all arenas; 4096 is <c>MALLCTL_ARENAS_ALL</c>.</summary>
    private const string PurgeAllArenas = "arena.4096.purge";
    private const string FlushThreadCache = "thread.tcache.flush";

    private static readonly delegate* unmanaged<byte*, void*, nuint*, void*, nuint, int> s_control =
        (delegate* unmanaged<byte*, void*, nuint*, void*, nuint, int>)Symbol("mallctl");

    private static readonly delegate* unmanaged<nuint, int> s_trim = (delegate* unmanaged<nuint, int>)Symbol("malloc_trim");

    private static readonly delegate* unmanaged<MallocStatistics> s_statistics = (delegate* unmanaged<MallocStatistics>)Symbol("mallinfo2");

    /// <summary>Returns memory that is not in use to the system.</summary>
    public static void Release()
    {
        if (s_control is not null)
        {
            Control(FlushThreadCache);
            Control(PurgeAllArenas);
        }
        else if (s_trim is not null)
        {
            s_trim(0);
        }
    }

    /// <summary>Number of allocated bytes that are not freed; null if the allocator does not report them.</summary>
    public static long? InUse
    {
        get
        {
            if (s_control is not null)
            {
                // jemalloc updates its figures when the epoch is advanced. Flushing the thread's cache first keeps cached bytes out of
                // them.
                Control(FlushThreadCache);
                ulong epoch = 1;
                nuint allocated = 0, size = (nuint)sizeof(nuint);
                fixed (byte* advance = "epoch\0"u8, read = "stats.allocated\0"u8)
                {
                    s_control(advance, null, null, &epoch, sizeof(ulong));
                    return s_control(read, &allocated, &size, null, 0) == 0 ? (long)allocated : null;
                }
            }

            return s_statistics is not null && s_statistics() is var counts && counts.Arena + counts.Mapped > 0
                ? (long)(counts.InUse + counts.Mapped)
                : null;
        }
    }

    private static void Control(string name)
    {
        fixed (byte* text = System.Text.Encoding.ASCII.GetBytes(name + '\0'))
        {
            s_control(text, null, null, null, 0);
        }
    }

    private static nint Symbol(string name) =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out var address) ? address : 0;
}
