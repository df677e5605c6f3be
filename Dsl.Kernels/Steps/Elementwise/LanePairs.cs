using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>Two rows of floats of any length, number by number.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TPair">Function of two numbers.</typeparam>
internal static unsafe class LanePairs<TLanes, TPair>
    where TLanes : struct, ILanes<TLanes>
    where TPair : struct, ILanePair
{
    /// <summary>target = pair(left, right).</summary>
    /// <param name="pair">Function of two numbers.</param>
    /// <param name="left">First row.</param>
    /// <param name="right">Second row.</param>
    /// <param name="target">Where to; may be one of the rows.</param>
    /// <param name="count">Their length.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Run(TPair pair, float* left, float* right, float* target, nint count)
    {
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(pair.Of(TLanes.Load(left + i), TLanes.Load(right + i)), target + i);
        }

        if (i == count)
        {
            return;
        }

        // The remainder goes through a whole register, so that every number is computed alike.
        var rest = stackalloc float[2 * TLanes.Count];
        LaneRows<TLanes>.Copy(rest, left + i, count - i, TLanes.Count);
        LaneRows<TLanes>.Copy(rest + TLanes.Count, right + i, count - i, TLanes.Count);
        TLanes.Store(pair.Of(TLanes.Load(rest), TLanes.Load(rest + TLanes.Count)), rest);
        new ReadOnlySpan<float>(rest, (int)(count - i)).CopyTo(new Span<float>(target + i, (int)(count - i)));
    }
}
