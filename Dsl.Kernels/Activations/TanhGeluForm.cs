using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>
/// x/2 · (1 + tanh k) with k = √(2/π)(x + 0.044715 x³), as x·σ(2k): this form keeps its relative precision far below zero, where 1 + tanh k
/// is a difference of neighbouring numbers.
/// </summary>
internal readonly struct TanhGeluForm : IGeluForm
{
    /// <summary>Coefficients of x and x³: 2√(2/π) and 0.044715 · 2√(2/π).</summary>
    private const float Linear = 1.59576912f, Cubic = 0.0713548163f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => x * LaneMath<TLanes>.Sigmoid(Doubled(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // σ and 1 − σ from e^−|2k|, which does not overflow.
        TLanes k = Doubled(x), one = TLanes.Broadcast(1), e = LaneMath<TLanes>.Exp(-TLanes.Abs(k));
        TLanes greater = one / (one + e), lesser = e * greater;
        var inner = TLanes.MultiplyAdd(x * x, TLanes.Broadcast(3 * Cubic), TLanes.Broadcast(Linear));
        return TLanes.MultiplyAdd(x * inner, greater * lesser, TLanes.WhereLess(k, TLanes.Zero, lesser, greater));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Doubled<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => x * TLanes.MultiplyAdd(x * x, TLanes.Broadcast(Cubic), TLanes.Broadcast(Linear));
}
