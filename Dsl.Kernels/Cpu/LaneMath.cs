using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>Elementary functions of float32 lanes, branch-free.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static class LaneMath<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Below this argument e^x is less than the smallest normal number, and becomes 0.</summary>
    public const float SmallestExponent = -87.33f;

    /// <summary>Above this argument e^x is infinite.</summary>
    public const float GreatestExponent = 88.72283f;

    /// <summary>e^x within 2 ulp; 0 where the result would be subnormal; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp(TLanes x)
    {
        var inside = TLanes.Max(Of(SmallestExponent), TLanes.Min(Of(GreatestExponent), x));
        var shift = Of(FloatBits.Shift);

        // x = n ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts, so that r is exact to the last bit.
        var shifted = TLanes.MultiplyAdd(inside, Of(1.44269504f), shift);
        var n = shifted - shift;
        var r = TLanes.MultiplyAdd(n, Of(-0.693145752f), inside);
        r = TLanes.MultiplyAdd(n, Of(-1.42860677e-6f), r);

        var p = TLanes.MultiplyAdd(Of(1.98756915e-4f), r, Of(1.39819995e-3f));
        p = TLanes.MultiplyAdd(p, r, Of(8.33345205e-3f));
        p = TLanes.MultiplyAdd(p, r, Of(4.16657962e-2f));
        p = TLanes.MultiplyAdd(p, r, Of(1.66666657e-1f));
        p = TLanes.MultiplyAdd(p, r, Of(0.5f));
        p = TLanes.MultiplyAdd(p, r * r, r) + Of(1);

        var result = TLanes.ScaleByPower(p, shifted);
        result = TLanes.WhereLess(x, Of(SmallestExponent), TLanes.Zero, result);
        return TLanes.WhereLess(Of(GreatestExponent), x, Of(float.PositiveInfinity), result);
    }

    /// <summary>2^x within 2 ulp, 2.5 without fused multiply-adds, exact for integers; 0 to −127, infinite from 128; keeps NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp2(TLanes x)
    {
        var inside = TLanes.Max(Of(Exp2Constants.Least), TLanes.Min(Of(Exp2Constants.Greatest), x));
        var shift = Of(FloatBits.Shift);
        var shifted = inside + shift;
        var r = inside - (shifted - shift);
        var p = TLanes.MultiplyAdd(Of(Exp2Constants.Fifth), r, Of(Exp2Constants.Fourth));
        p = TLanes.MultiplyAdd(p, r, Of(Exp2Constants.Third));
        p = TLanes.MultiplyAdd(p, r, Of(Exp2Constants.Second));
        p = TLanes.MultiplyAdd(p, r, Of(Exp2Constants.First));
        p = TLanes.MultiplyAdd(p, r, Of(1));
        return TLanes.ScaleByPower(p, shifted);
    }

    /// <summary>ln x of positive normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log(TLanes x)
    {
        var (exponent, mantissa) = TLanes.Split(x);
        var m = mantissa - Of(1);
        var square = m * m;
        var p = TLanes.MultiplyAdd(Of(7.0376836292e-2f), m, Of(-1.1514610310e-1f));
        p = TLanes.MultiplyAdd(p, m, Of(1.1676998740e-1f));
        p = TLanes.MultiplyAdd(p, m, Of(-1.2420140846e-1f));
        p = TLanes.MultiplyAdd(p, m, Of(1.4249322787e-1f));
        p = TLanes.MultiplyAdd(p, m, Of(-1.6668057665e-1f));
        p = TLanes.MultiplyAdd(p, m, Of(2.0000714765e-1f));
        p = TLanes.MultiplyAdd(p, m, Of(-2.4999993993e-1f));
        p = TLanes.MultiplyAdd(p, m, Of(3.3333331174e-1f));
        var tail = TLanes.MultiplyAdd(exponent, Of(-2.12194440e-4f), (p * m * square) - (square * Of(0.5f)));
        return TLanes.MultiplyAdd(exponent, Of(0.693359375f), m + tail);
    }

    /// <summary>ln(1 + x) for x from 0 to 1, with full relative precision near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log1p(TLanes x)
    {
        // The rounding error of 1 + x is corrected to first order, by the derivative 1 / (1 + x), for which 1 − x + x²/2 is near enough.
        var sum = Of(1) + x;
        var derivative = TLanes.MultiplyAdd(TLanes.MultiplyAdd(x, Of(0.5f), Of(-1)), x, Of(1));
        return TLanes.MultiplyAdd(x - (sum - Of(1)), derivative, Log(sum));
    }

    /// <summary>ln(1 + e^x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Softplus(TLanes x) => TLanes.Max(TLanes.Zero, x) + Log1p(Exp(-TLanes.Abs(x)));

    /// <summary>1 / (1 + e^−x), the derivative of <see cref="Softplus"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid(TLanes x) => Of(1) / (Of(1) + Exp(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Of(float value) => TLanes.Broadcast(value);
}
