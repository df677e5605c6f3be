using System.Runtime.InteropServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Masks;

/// <summary>Copies the valid positions of one sequence and writes zeros at the padded positions.</summary>
internal readonly unsafe struct MaskTiles : ITiles
{
    /// <summary>Positions of each sequence.</summary>
    public required long Length { get; init; }

    /// <summary>Elements of each position.</summary>
    public required long Width { get; init; }

    /// <summary>How many positions of each sequence are valid, <c>[batch]</c>.</summary>
    public required long* Lengths { get; init; }

    /// <summary>Array to copy, <c>[batch, length, width]</c>.</summary>
    public required float* Source { get; init; }

    /// <summary>Receives the copy.</summary>
    public required float* Target { get; init; }

    /// <inheritdoc/>
    public void Run(int tile)
    {
        long all = Length * Width, valid = Math.Clamp(Lengths[tile], 0, Length) * Width, first = tile * all;
        Buffer.MemoryCopy(Source + first, Target + first, valid * sizeof(float), valid * sizeof(float));
        NativeMemory.Clear(Target + first + valid, (nuint)(all - valid) * sizeof(float));
    }
}
