namespace SerpentDsl.Kernels.Cpu;

/// <summary>How many threads a kernel's work is spread over.</summary>
public static class KernelThreads
{
    private static Func<int> s_source = static () => Environment.ProcessorCount;

    /// <summary>Threads that share the next kernel's work, at least 1.</summary>
    public static int Count => s_source();

    /// <summary>
    /// Sets the source of the number of threads, which every kernel calls. Without a source there are as many threads as processors.
    /// </summary>
    /// <param name="source">Returns the number of threads, at least 1. Must not allocate.</param>
    public static void Use(Func<int> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        s_source = source;
    }
}
