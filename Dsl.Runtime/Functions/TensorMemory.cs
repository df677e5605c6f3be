using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Where a CPU tensor's elements lie. Pointers are valid as long as the caller keeps the tensor alive.</summary>
internal static unsafe class TensorMemory
{
    // Whoever runs a kernel on tensors comes through here first: its work is then spread over as many threads as libtorch uses.
    static TensorMemory() => KernelThreads.Use(get_num_threads);

    /// <summary>The tensor with its elements contiguous, in reading order: the tensor itself if its elements are so already.</summary>
    /// <param name="x">Any strided tensor.</param>
    /// <returns>Owned like any operator's result.</returns>
    public static Tensor Plain(Tensor x) => x.resolve_neg().contiguous();

    /// <summary>The elements of a contiguous float32 tensor.</summary>
    /// <param name="x">The tensor.</param>
    /// <returns>Its first element.</returns>
    public static float* Floats(Tensor x) => (float*)First(x, ScalarType.Float32);

    /// <summary>Where the first element of a float32 tensor of any strides lies, the others being at its strides from there.</summary>
    /// <param name="x">The tensor, with at least one element.</param>
    /// <returns>Its first element.</returns>
    public static float* FirstFloat(Tensor x)
    {
        // Only a contiguous tensor gives out its memory; one of a single element is.
        using var first = x.as_strided([1], [1], x.storage_offset());
        return Floats(first);
    }

    /// <summary>The elements of a contiguous float64 tensor.</summary>
    /// <param name="x">The tensor.</param>
    /// <returns>Its first element.</returns>
    public static double* Doubles(Tensor x) => (double*)First(x, ScalarType.Float64);

    /// <summary>The elements of a contiguous int64 tensor.</summary>
    /// <param name="x">The tensor.</param>
    /// <returns>Its first element.</returns>
    public static long* Longs(Tensor x) => (long*)First(x, ScalarType.Int64);

    /// <summary>The elements of a contiguous int64 tensor; null for none.</summary>
    /// <param name="x">The tensor, or null.</param>
    /// <returns>Its first element, or null.</returns>
    public static long* LongsOrNull(Tensor? x) => x is null ? null : Longs(x);

    /// <summary>The elements of a contiguous complex64 tensor, real and imaginary parts in turns.</summary>
    /// <param name="x">The tensor.</param>
    /// <returns>Its first element.</returns>
    public static float* ComplexFloats(Tensor x) => (float*)First(x, ScalarType.ComplexFloat32);

    /// <summary>The elements of a contiguous float32 tensor; null for none.</summary>
    /// <param name="x">The tensor, or null.</param>
    /// <returns>Its first element, or null.</returns>
    public static float* FloatsOrNull(Tensor? x) => x is null ? null : Floats(x);

    /// <summary>The elements of a contiguous tensor of any type.</summary>
    /// <param name="x">The tensor.</param>
    /// <returns>The first byte of its first element.</returns>
    public static byte* Bytes(Tensor x) => (byte*)First(x, x.dtype);

    private static void* First(Tensor x, ScalarType type)
    {
        if (x.dtype != type)
        {
            throw new ArgumentException($"The kernel reads {type}, not {x.dtype}.", nameof(x));
        }

        if (x.NumberOfElements * x.ElementSize <= int.MaxValue)
        {
            return Start(x);
        }

        // A span is no longer than 2 GiB; one of the first element begins at the same place.
        using var flat = x.view(-1);
        using var first = flat.narrow(0, 0, 1);
        return Start(first);
    }

    private static void* Start(Tensor x) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(x.bytes));
}
