using System.Runtime.InteropServices;

namespace SerpentDsl.Experiments.Interruption;

/// <summary>Ends the process while other threads are in native code.</summary>
internal static partial class ProcessEnd
{
    /// <summary>
    /// Ends the process without running exit handlers: those of libtorch wait for threads that are in native code, or crash under them.
    /// </summary>
    /// <param name="code">The exit code.</param>
    public static void Now(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(code);
        }

        ExitUnix(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitUnix(int code);
}
