using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>x·Φ(x) and Φ(x) + x·φ(x).</summary>
internal readonly struct ExactGeluForm : IGeluForm
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => x * Distribution(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.MultiplyAdd(x * TLanes.Broadcast(0.398942280f), LaneMath<TLanes>.Exp(x * x * TLanes.Broadcast(-0.5f)), Distribution(x));

    /// <summary>
    /// Φ(x) of the normal distribution: erfc(|x|/√2)/2 for negative x, 1 minus this value otherwise, which keeps the relative precision far
    /// below zero. The fit of ln erfc is from Numerical Recipes (erfcc), good to 1.2e-7.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Distribution<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes magnitude = TLanes.Abs(x), one = TLanes.Broadcast(1);
        var t = one / TLanes.MultiplyAdd(magnitude, TLanes.Broadcast(0.353553391f), one);
        var p = TLanes.MultiplyAdd(t, TLanes.Broadcast(0.17087277f), TLanes.Broadcast(-0.82215223f));
        p = TLanes.MultiplyAdd(t, p, TLanes.Broadcast(1.48851587f));
        p = TLanes.MultiplyAdd(t, p, TLanes.Broadcast(-1.13520398f));
        p = TLanes.MultiplyAdd(t, p, TLanes.Broadcast(0.27886807f));
        p = TLanes.MultiplyAdd(t, p, TLanes.Broadcast(-0.18628806f));
        p = TLanes.MultiplyAdd(t, p, TLanes.Broadcast(0.09678418f));
        p = TLanes.MultiplyAdd(t, p, TLanes.Broadcast(0.37409196f));
        p = TLanes.MultiplyAdd(t, p, TLanes.Broadcast(1.00002368f));
        p = TLanes.MultiplyAdd(t, p, TLanes.Broadcast(-1.26551223f));
        var tail = t * TLanes.Broadcast(0.5f) * LaneMath<TLanes>.Exp(TLanes.MultiplyAdd(magnitude * magnitude, TLanes.Broadcast(-0.5f), p));
        return TLanes.WhereLess(x, TLanes.Zero, tail, one - tail);
    }
}
