using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Machine;

/// <summary>Recognises the exceptions that mean exhausted memory; libtorch's have a native stack trace in their message.</summary>
internal static partial class OutOfMemory
{
    [GeneratedRegex(@"DefaultCPUAllocator: (?:can't allocate memory|not enough memory): you tried to allocate (?<bytes>\d+) bytes")]
    private static partial Regex OnCpu { get; }

    [GeneratedRegex(@"CUDA out of memory\. (?<what>Tried to allocate [^.]+\.?\d* [KMG]iB)")]
    private static partial Regex OnGpu { get; }

    /// <summary>Explains an exception in a sentence; null if it means something else.</summary>
    /// <param name="problem">The exception.</param>
    public static string? Explain(Exception problem)
    {
        const string Remedy = "A smaller --batch-size, --length or --max-length needs less.";
        var cause = problem.GetBaseException();
        if (cause is OutOfMemoryException)
        {
            return $"The memory of this process ({Figures.Quantity(MemoryLimit.Bytes, "B")}) is exhausted. {Remedy}";
        }

        if (cause is not ExternalException)
        {
            return null;
        }

        var (cpu, gpu) = (OnCpu.Match(cause.Message), OnGpu.Match(cause.Message));
        _ = double.TryParse(cpu.Groups["bytes"].Value, CultureInfo.InvariantCulture, out var wanted);
        return cpu.Success
            ? $"libtorch tried to allocate {Figures.Quantity(wanted, "B")}, and "
                + $"this process may use {Figures.Quantity(MemoryLimit.Bytes, "B")}. {Remedy}"
            : gpu.Success ? $"The memory of the GPU is exhausted: {gpu.Groups["what"].Value}. {Remedy}"
            : null;
    }
}
