using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// Moves the channels of one register: at the end of a row there are fewer channels than lanes; the other lanes are zero and are not
/// written.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class Channels<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Reads <paramref name="width"/> neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load(float* source, int width) => width == TLanes.Count ? TLanes.Load(source) : LoadSome(source, width);

    /// <summary>Writes <paramref name="width"/> neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TLanes value, float* target, int width)
    {
        if (width == TLanes.Count)
        {
            TLanes.Store(value, target);
        }
        else
        {
            StoreSome(value, target, width);
        }
    }

    /// <summary>Collects positions into registers that lie one after the other.</summary>
    /// <param name="source">The channels of the first position.</param>
    /// <param name="stride">From one position to the next.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="width">Number of channels.</param>
    /// <param name="ahead">By how many positions to read ahead: the rows are far from each other, which the processor does not
    /// foresee.</param>
    /// <param name="target">The registers.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Gather(float* source, nint stride, int count, int width, int ahead, float* target)
    {
        for (var l = 0; l < count; l++)
        {
            Prefetch(source + (ahead * stride));
            TLanes.Store(Load(source, width), target);
            source += stride;
            target += TLanes.Count;
        }
    }

    /// <summary>The inverse of <see cref="Gather"/>.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Scatter(float* source, int count, int width, int ahead, float* target, nint stride)
    {
        for (var l = 0; l < count; l++)
        {
            Prefetch(target + (ahead * stride));
            Store(TLanes.Load(source), target, width);
            source += TLanes.Count;
            target += stride;
        }
    }

    /// <summary>
    /// From <c>[width, size]</c> to a register for each of <paramref name="size"/>, times <paramref name="factor"/>, then zeros.
    /// </summary>
    public static void Pack(float* source, int width, int size, int padded, float factor, float* target)
    {
        new Span<float>(target, padded * TLanes.Count).Clear();
        for (var n = 0; n < size; n++)
        {
            for (var lane = 0; lane < width; lane++)
            {
                target[(n * TLanes.Count) + lane] = source[(lane * size) + n] * factor;
            }
        }
    }

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    public static void Unpack(float* source, int width, int size, float* target)
    {
        for (var n = 0; n < size; n++)
        {
            for (var lane = 0; lane < width; lane++)
            {
                target[(lane * size) + n] = source[(n * TLanes.Count) + lane];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes LoadSome(float* source, int width)
    {
        var all = stackalloc float[TLanes.Count];
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            all[lane] = lane < width ? source[lane] : 0;
        }

        return TLanes.Load(all);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreSome(TLanes value, float* target, int width)
    {
        var all = stackalloc float[TLanes.Count];
        TLanes.Store(value, all);
        for (var lane = 0; lane < width; lane++)
        {
            target[lane] = all[lane];
        }
    }
}
