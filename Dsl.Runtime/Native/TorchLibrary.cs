using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SerpentDsl.Native;

/// <summary>
/// Loads the native libraries of TorchSharp. <see cref="Load"/> sets libtorch's environment variables for good speed and loads it. libtorch
/// reads its settings while it is loaded, so this comes before the first use of TorchSharp: the build adds a module initializer that calls
/// it to every program and test project (not with <c>&lt;SerpentStartTorch&gt;false&lt;/SerpentStartTorch&gt;</c>).
/// </summary>
/// <remarks>
/// What is set, unless the user has set it in the environment:
/// <list type="bullet">
/// <item><c>OMP_NUM_THREADS</c>, on Linux: one thread for each processor that the process may use.</item>
/// <item><c>GOMP_SPINCOUNT=1000</c>, on Linux, unless <c>OMP_WAIT_POLICY</c> is set: idle threads of OpenMP soon sleep, but not so soon
/// that each of a model's many small loops has to wake them.</item>
/// <item>glibc's allocator keeps what is freed (<c>mallopt</c>), unless a <c>MALLOC_</c> variable or <c>GLIBC_TUNABLES</c> says how it
/// shall work or another allocator is preloaded: a training step makes and frees gigabytes, and what is handed back costs page faults
/// in the next step.</item>
/// </list>
/// On macOS and Windows nothing is set.
/// </remarks>
public static class TorchLibrary
{
    /// <summary>Option in <c>runtimeconfig.json</c>: the folder of the native libraries of programs that have none beside them.</summary>
    internal const string FolderOption = "SerpentDsl.TorchFolder";

    // In the order of their dependencies. Only CUDA packages contain the CUDA libraries.
    private static readonly string[] s_libraries = ["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch", "LibTorchSharp"];
    private static readonly string[] s_demanded = ["torch_cpu", "LibTorchSharp"];

    private static readonly Lazy<TorchProcess> s_process = new(LoadOnce);

    /// <summary>Sets up the process and loads libtorch; later calls do nothing. Threads may call it at the same time.</summary>
    /// <returns>What the process uses.</returns>
    /// <exception cref="TorchLoadException">A library is missing or does not load: the message says which, why and what to do.</exception>
    public static TorchProcess Load() => s_process.Value;

    /// <summary>Folders that may contain the native libraries: the program's own folder first, then the one that builds share.</summary>
    internal static IEnumerable<string> Folders(string baseFolder, string? searched, string? option, NativePlatform platform)
    {
        string[] beside = [baseFolder, Path.Combine(baseFolder, "runtimes", platform.RuntimeIdentifier, "native")];
        IEnumerable<string> named = (searched ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> shared = string.IsNullOrEmpty(option) ? [] : [option];
        return named.Concat(beside).Concat(shared).Select(Path.TrimEndingDirectorySeparator).Distinct();
    }

    /// <summary>Loads the libraries from the first folder that has TorchSharp's own.</summary>
    internal static string LoadFrom(IReadOnlyCollection<string> folders, NativePlatform platform, IDictionary<string, nint> handles)
    {
        var torchSharp = platform.FileName("LibTorchSharp");
        var folder = folders.FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, torchSharp)));
        if (folder is null)
        {
            throw new TorchLoadException(
                torchSharp,
                $"it is in none of {string.Join(", ", folders)}",
                "build the program again; TorchSharp has this library for linux-x64, win-x64 and osx-arm64, "
                + $"and this is {platform.RuntimeIdentifier}");
        }
        foreach (var library in s_libraries)
        {
            var path = Path.Combine(folder, platform.FileName(library));
            if (!File.Exists(path))
            {
                if (s_demanded.Contains(library))
                {
                    throw new TorchLoadException(
                        path,
                        "the file is missing",
                        "reference TorchSharp-cpu, or the TorchSharp-cuda package of this system, in the project of the program");
                }
                continue;
            }
            try
            {
                handles[library] = NativeLibrary.Load(path);
            }
            catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
            {
                var reason = platform.Reason(exception.Message);
                throw new TorchLoadException(path, reason, platform.Remedy(reason), exception);
            }
        }
        return folder;
    }

    private static TorchProcess LoadOnce()
    {
        var platform = NativePlatform.Current;
        var variables = platform.SetVariables();
        var allocator = platform.KeepFreedMemory();
        Dictionary<string, nint> handles = [];
        var folder = LoadFrom(
            [.. Folders(
                AppContext.BaseDirectory,
                AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string,
                AppContext.GetData(FolderOption) as string,
                platform)],
            platform,
            handles);
        // TorchSharp loads its libraries by name only; names that are in no folder of the program are resolved here.
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => handles.GetValueOrDefault(name);
        return new TorchProcess(folder, allocator, variables);
    }
}
