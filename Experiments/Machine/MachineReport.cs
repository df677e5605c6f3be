using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Functions;
using SerpentDsl.Native;
using TorchSharp;

namespace SerpentDsl.Experiments.Machine;

/// <summary>The machine, and the libraries in use.</summary>
/// <param name="System">Operating system and processor architecture.</param>
/// <param name="Processor">Model of the processor.</param>
/// <param name="Cores">Number of processors that the process may use.</param>
/// <param name="VectorBits">Width in bits of the widest vectors that .NET uses on this processor.</param>
/// <param name="MemoryBytes">Memory that the process may use, in bytes.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="TorchSharp">Version of TorchSharp.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="Threads">Threads of libtorch's operators.</param>
/// <param name="Allocator">The allocator of native memory, with its settings.</param>
/// <param name="Kernels">The kernels in use: <c>fused</c> or <c>reference</c>.</param>
/// <param name="CudaDevices">CUDA devices that libtorch can use.</param>
internal sealed record MachineReport(
    string System,
    string Processor,
    int Cores,
    int VectorBits,
    long MemoryBytes,
    string Runtime,
    string TorchSharp,
    string Libtorch,
    int Threads,
    string Allocator,
    string Kernels,
    int CudaDevices)
{
    /// <summary>Reads the properties of the machine, and loads libtorch.</summary>
    public static MachineReport Take() => new(
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}",
        ProcessorModel(),
        Environment.ProcessorCount,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.FrameworkDescription,
        TorchSharpVersion(),
        torch.__version__,
        torch.get_num_threads(),
        TorchLibrary.Load().Allocator,
        FusedKernels.Enabled ? "fused" : "reference",
        torch.cuda.is_available() ? torch.cuda.device_count() : 0);

    /// <summary>Names and values of the report, for people.</summary>
    public IEnumerable<(string Name, string Value)> ToPairs() =>
    [
        ("system", System),
        ("processor", $"{Processor}, {Figures.Plural(Cores, "core")}, {VectorBits}-bit vectors"),
        ("memory", string.Create(CultureInfo.InvariantCulture, $"{MemoryBytes / (double)(1 << 30):0.0} GiB")),
        (".NET", Runtime),
        ("libtorch", $"{Libtorch}, by TorchSharp {TorchSharp}"),
        ("threads", $"{Threads}"),
        ("allocator", Allocator),
        ("kernels", Kernels == "fused" ? "fused for float32 on CPUs" : $"reference path only ({FusedKernels.Variable}={Kernels})"),
        ("devices", CudaDevices == 0 ? "cpu" : $"cpu, {string.Join(", ", Enumerable.Range(0, CudaDevices).Select(i => $"cuda:{i}"))}"),
    ];

    private static string TorchSharpVersion() =>
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string ProcessorModel()
    {
        const string ProcessorFile = "/proc/cpuinfo";
        var line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown processor";
    }
}
