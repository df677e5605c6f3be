using System.Globalization;
using System.Runtime.InteropServices;

namespace SerpentDsl.Native;

/// <summary>
/// Linux: environment variables are set through the C library, because native code does not see variables that .NET sets.
/// </summary>
internal sealed partial class LinuxPlatform : NativePlatform
{
    private const string Threads = "OMP_NUM_THREADS";
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string Library = "libc";

    // Parameters of mallopt, from malloc.h.
    private const int TrimThreshold = -1;
    private const int MaximumOfMappings = -4;

    private static readonly string[] s_otherAllocators = ["jemalloc", "tcmalloc", "mimalloc"];
    private static readonly string[] s_allocatorVariables =
        ["MALLOC_MMAP_MAX_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES"];

    /// <inheritdoc/>
    protected override string SystemName => "linux";

    /// <inheritdoc/>
    public override string FileName(string library) => $"lib{library}.so";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> SetVariables()
    {
        var wanted = WantedVariables(Environment.GetEnvironmentVariable, Environment.ProcessorCount);
        foreach (var (name, value) in wanted)
        {
            _ = SetEnvironment(name, value, overwrite: 0);
        }
        return wanted;
    }

    /// <inheritdoc/>
    public override string KeepFreedMemory()
    {
        if (OtherAllocator(Environment.GetEnvironmentVariable("LD_PRELOAD"), LoadedFiles()) is string other)
        {
            return $"{other}, preloaded";
        }
        if (s_allocatorVariables.FirstOrDefault(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))) is string variable)
        {
            return $"the C library's, as {variable} says";
        }
        return NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _)
            && SetAllocator(MaximumOfMappings, 0) == 1 && SetAllocator(TrimThreshold, -1) == 1
                ? "glibc, freed memory kept (M_MMAP_MAX=0, M_TRIM_THRESHOLD=-1)"
                : "the C library's, as it is";
    }

    /// <summary>.NET lists all places that it searched; the loader's own message is about the file that exists.</summary>
    public override string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains(".so", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal)
            && !line.StartsWith("Unable to load", StringComparison.Ordinal)) ?? message;
    }

    /// <inheritdoc/>
    public override string Remedy(string reason) =>
        reason.Contains("GLIBCXX_", StringComparison.Ordinal)
            ? "build the program on this machine, or publish it again, with -p:SerpentMendTorch=always"
            : reason.Contains("GLIBC_", StringComparison.Ordinal)
                ? "run on a newer Linux: libtorch needs glibc 2.28 or newer"
                : reason.Contains("cannot open shared object file", StringComparison.Ordinal)
                    ? "install the library that the reason names, with the system's package manager (libstdc++ and libgcc are needed)"
                    : base.Remedy(reason);

    /// <summary>The variables to set, without those that the user has set.</summary>
    internal static IReadOnlyDictionary<string, string> WantedVariables(Func<string, string?> user, int processors)
    {
        Dictionary<string, string> wanted = [];
        if (string.IsNullOrEmpty(user(Threads)))
        {
            wanted[Threads] = processors.ToString(CultureInfo.InvariantCulture);
        }
        if (string.IsNullOrEmpty(user(SpinCount)) && string.IsNullOrEmpty(user(WaitPolicy)))
        {
            wanted[SpinCount] = "1000";
        }
        return wanted;
    }

    /// <summary>The allocator that replaces the C library's, found by what is preloaded or loaded; null if there is none.</summary>
    internal static string? OtherAllocator(string? preloaded, string loadedFiles) =>
        s_otherAllocators.FirstOrDefault(name =>
            loadedFiles.Contains($"lib{name}", StringComparison.Ordinal) && (preloaded ?? "").Contains(name, StringComparison.Ordinal));

    private static string LoadedFiles()
    {
        const string Maps = "/proc/self/maps";
        return File.Exists(Maps) ? File.ReadAllText(Maps) : "";
    }

    [LibraryImport(Library, EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);
}
