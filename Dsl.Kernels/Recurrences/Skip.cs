using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>The skip connection of a block of features.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class Skip<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>D times rows.</summary>
    /// <param name="skip">Skip weights D, <c>[features]</c>.</param>
    /// <param name="first">The block's first feature.</param>
    /// <param name="features">All features.</param>
    /// <param name="rows">A vector per position.</param>
    /// <param name="products">Receives as many.</param>
    /// <param name="count">Positions.</param>
    public static void Multiply(float* skip, int first, int features, float* rows, float* products, int count)
    {
        var lanes = TLanes.Count;
        var packed = stackalloc float[lanes];
        TLanes.Store(TLanes.Zero, packed);
        for (var lane = 0; lane < Math.Min(lanes, features - first); lane++)
        {
            packed[lane] = skip[first + lane];
        }

        var d = TLanes.Load(packed);
        for (var t = 0; t < count; t++)
        {
            TLanes.Store(d * TLanes.Load(rows + (t * lanes)), products + (t * lanes));
        }
    }

    /// <summary>Adds Σ a b over positions.</summary>
    /// <param name="a">A vector per position.</param>
    /// <param name="b">A vector per position.</param>
    /// <param name="count">Positions.</param>
    /// <param name="sum">A vector that is added to.</param>
    public static void Accumulate(float* a, float* b, int count, float* sum)
    {
        var lanes = TLanes.Count;
        var total = TLanes.Zero;
        for (var t = 0; t < count; t++)
        {
            total = TLanes.MultiplyAdd(TLanes.Load(a + (t * lanes)), TLanes.Load(b + (t * lanes)), total);
        }

        TLanes.Store(TLanes.Load(sum) + total, sum);
    }
}
