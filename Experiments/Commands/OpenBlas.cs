using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SerpentDsl.Experiments.Commands;

/// <summary>
/// OpenBLAS, where the system's libtorch multiplies matrices with it. Built with threads of its own it knows nothing of libtorch's number, takes one
/// per core, and lets them spin while they wait: of two trainings at once each would take the other's core.
/// </summary>
internal static unsafe class OpenBlas
{
    private const string SetThreads = "openblas_set_num_threads";
    private const string GetThreads = "openblas_get_num_threads";

    /// <summary>How many threads it uses; null where it is not in use.</summary>
    public static int? Threads => Export(GetThreads) is { } get ? ((delegate* unmanaged<int>)get)() : null;

    /// <summary>Sets how many threads it uses; does nothing where it is not in use.</summary>
    /// <param name="count">How many.</param>
    public static void UseThreads(int count)
    {
        if (Export(SetThreads) is { } set)
        {
            ((delegate* unmanaged<int, void>)set)(count);
        }
    }

    private static nint? Export(string name)
    {
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (module.ModuleName.StartsWith("libopenblas", StringComparison.Ordinal)
                && NativeLibrary.TryLoad(module.FileName, out nint library)
                && NativeLibrary.TryGetExport(library, name, out nint export))
            {
                return export;
            }
        }

        return null;
    }
}
