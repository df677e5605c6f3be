using System.Runtime.InteropServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>Memory for a kernel's intermediate results that several threads read and write: freed when the kernel ends.</summary>
internal readonly unsafe ref struct KernelBuffer : IDisposable
{
    private const nuint Alignment = 64;

    /// <summary>Takes memory.</summary>
    /// <param name="count">How many floats; their content is undefined.</param>
    public KernelBuffer(long count) => Floats = (float*)NativeMemory.AlignedAlloc(checked((nuint)count * sizeof(float)), Alignment);

    /// <summary>The first float, aligned to a cache line.</summary>
    public float* Floats { get; }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => NativeMemory.AlignedFree(Floats);
}
