using System.Runtime.InteropServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// Memory of a thread that kernels write intermediate results to. The memory grows to the largest size that was requested and is kept for
/// the next kernel.
/// </summary>
internal sealed unsafe class Scratch
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static Scratch? s_mine;

    private void* _memory;
    private nuint _bytes;

    private Scratch()
    {
    }

    ~Scratch() => NativeMemory.AlignedFree(_memory);

    /// <summary>
    /// This thread's memory. The next call of the thread returns the same memory: a kernel calls once and divides the memory.
    /// </summary>
    /// <param name="count">How many floats are needed.</param>
    /// <returns>The floats, with any content, aligned to a cache line.</returns>
    public static float* Floats(long count)
    {
        var mine = s_mine ??= new Scratch();
        mine.Grow((nuint)(count * sizeof(float)));
        return (float*)mine._memory;
    }

    private void Grow(nuint bytes)
    {
        if (bytes > _bytes)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            _bytes = 0;
            _memory = NativeMemory.AlignedAlloc(bytes, Alignment);
            _bytes = bytes;
        }
    }
}
