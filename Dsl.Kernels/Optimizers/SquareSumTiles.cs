using System.Numerics;
using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Optimizers;

/// <summary>
/// Sums of the squares of an array's elements, in float64, by tiles: their total does not depend on the number of threads.
/// </summary>
internal readonly unsafe struct SquareSumTiles : ITiles
{
    /// <summary>Elements of a tile: fewer cost less than waking a thread.</summary>
    private const long ElementsPerTile = 1 << 15;

    /// <summary>The array.</summary>
    public required float* Values { get; init; }

    /// <summary>Length of the array.</summary>
    public required long Elements { get; init; }

    /// <summary>Receives a sum for each tile.</summary>
    public required double* Sums { get; init; }

    /// <summary>How many tiles an array has.</summary>
    /// <param name="elements">Length of the array.</param>
    public static int CountOf(long elements) => (int)((elements + ElementsPerTile - 1) / ElementsPerTile);

    /// <inheritdoc/>
    [MethodImpl(HotLoop.Options)]
    public void Run(int tile)
    {
        long i = tile * ElementsPerTile, end = Math.Min(i + ElementsPerTile, Elements);
        Vector<double> sums = Vector<double>.Zero, others = Vector<double>.Zero;
        for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(Values + i), out var low, out var high);
            sums += low * low;
            others += high * high;
        }

        var sum = Vector.Sum(sums + others);
        for (; i < end; i++)
        {
            sum += (double)Values[i] * Values[i];
        }

        Sums[tile] = sum;
    }
}
