using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// Four registers as one vector. An operation is done on all of them before the next one, so that four independent chains hide each other's
/// latency: a processor looks only so far ahead for work that is ready.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal readonly unsafe struct Interleaved<TLanes> : ILanes<Interleaved<TLanes>>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>How many registers there are.</summary>
    public const int Registers = 4;

    private readonly TLanes _0, _1, _2, _3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Interleaved(TLanes first, TLanes second, TLanes third, TLanes fourth) => (_0, _1, _2, _3) = (first, second, third, fourth);

    /// <inheritdoc/>
    public static int Count => Registers * TLanes.Count;

    /// <inheritdoc/>
    public static Interleaved<TLanes> Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> operator +(Interleaved<TLanes> left, Interleaved<TLanes> right) =>
        new(left._0 + right._0, left._1 + right._1, left._2 + right._2, left._3 + right._3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> operator -(Interleaved<TLanes> left, Interleaved<TLanes> right) =>
        new(left._0 - right._0, left._1 - right._1, left._2 - right._2, left._3 - right._3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> operator *(Interleaved<TLanes> left, Interleaved<TLanes> right) =>
        new(left._0 * right._0, left._1 * right._1, left._2 * right._2, left._3 * right._3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> operator /(Interleaved<TLanes> left, Interleaved<TLanes> right) =>
        new(left._0 / right._0, left._1 / right._1, left._2 / right._2, left._3 / right._3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> operator -(Interleaved<TLanes> value) => new(-value._0, -value._1, -value._2, -value._3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> operator +(Interleaved<TLanes> left, TLanes right) =>
        new(left._0 + right, left._1 + right, left._2 + right, left._3 + right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> operator -(Interleaved<TLanes> left, TLanes right) =>
        new(left._0 - right, left._1 - right, left._2 - right, left._3 - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> operator *(Interleaved<TLanes> left, TLanes right) =>
        new(left._0 * right, left._1 * right, left._2 * right, left._3 * right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Load(float* source) =>
        new(
            TLanes.Load(source),
            TLanes.Load(source + TLanes.Count),
            TLanes.Load(source + (2 * TLanes.Count)),
            TLanes.Load(source + (3 * TLanes.Count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Round(double* source) =>
        new(
            TLanes.Round(source),
            TLanes.Round(source + TLanes.Count),
            TLanes.Round(source + (2 * TLanes.Count)),
            TLanes.Round(source + (3 * TLanes.Count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Interleaved<TLanes> value, float* target)
    {
        TLanes.Store(value._0, target);
        TLanes.Store(value._1, target + TLanes.Count);
        TLanes.Store(value._2, target + (2 * TLanes.Count));
        TLanes.Store(value._3, target + (3 * TLanes.Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Broadcast(float value) => Repeat(TLanes.Broadcast(value));

    /// <summary>The same register four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Repeat(TLanes value) => new(value, value, value, value);

    /// <summary>Four numbers, each in all lanes of its register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Spread(float* source) =>
        new(TLanes.Broadcast(source[0]), TLanes.Broadcast(source[1]), TLanes.Broadcast(source[2]), TLanes.Broadcast(source[3]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> MultiplyAdd(Interleaved<TLanes> a, Interleaved<TLanes> b, Interleaved<TLanes> c) => new(
        TLanes.MultiplyAdd(a._0, b._0, c._0),
        TLanes.MultiplyAdd(a._1, b._1, c._1),
        TLanes.MultiplyAdd(a._2, b._2, c._2),
        TLanes.MultiplyAdd(a._3, b._3, c._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> MultiplyAddNegated(Interleaved<TLanes> a, Interleaved<TLanes> b, Interleaved<TLanes> c) => new(
        TLanes.MultiplyAddNegated(a._0, b._0, c._0),
        TLanes.MultiplyAddNegated(a._1, b._1, c._1),
        TLanes.MultiplyAddNegated(a._2, b._2, c._2),
        TLanes.MultiplyAddNegated(a._3, b._3, c._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Max(Interleaved<TLanes> left, Interleaved<TLanes> right) =>
        new(TLanes.Max(left._0, right._0), TLanes.Max(left._1, right._1), TLanes.Max(left._2, right._2), TLanes.Max(left._3, right._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Min(Interleaved<TLanes> left, Interleaved<TLanes> right) =>
        new(TLanes.Min(left._0, right._0), TLanes.Min(left._1, right._1), TLanes.Min(left._2, right._2), TLanes.Min(left._3, right._3));

    /// <summary>a · b + c with one register b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> MultiplyAdd(Interleaved<TLanes> a, TLanes b, Interleaved<TLanes> c) => new(
        TLanes.MultiplyAdd(a._0, b, c._0),
        TLanes.MultiplyAdd(a._1, b, c._1),
        TLanes.MultiplyAdd(a._2, b, c._2),
        TLanes.MultiplyAdd(a._3, b, c._3));

    /// <summary>a · b + c with one register c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> MultiplyAdd(Interleaved<TLanes> a, Interleaved<TLanes> b, TLanes c) => new(
        TLanes.MultiplyAdd(a._0, b._0, c),
        TLanes.MultiplyAdd(a._1, b._1, c),
        TLanes.MultiplyAdd(a._2, b._2, c),
        TLanes.MultiplyAdd(a._3, b._3, c));

    /// <summary>a · b + c with one register b and one c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> MultiplyAdd(Interleaved<TLanes> a, TLanes b, TLanes c) =>
        new(TLanes.MultiplyAdd(a._0, b, c), TLanes.MultiplyAdd(a._1, b, c), TLanes.MultiplyAdd(a._2, b, c), TLanes.MultiplyAdd(a._3, b, c));

    /// <summary>As <see cref="ILanes{TSelf}.Max"/> with one register on the left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Max(TLanes left, Interleaved<TLanes> right) =>
        new(TLanes.Max(left, right._0), TLanes.Max(left, right._1), TLanes.Max(left, right._2), TLanes.Max(left, right._3));

    /// <summary>As <see cref="ILanes{TSelf}.Min"/> with one register on the left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Min(TLanes left, Interleaved<TLanes> right) =>
        new(TLanes.Min(left, right._0), TLanes.Min(left, right._1), TLanes.Min(left, right._2), TLanes.Min(left, right._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Abs(Interleaved<TLanes> value) =>
        new(TLanes.Abs(value._0), TLanes.Abs(value._1), TLanes.Abs(value._2), TLanes.Abs(value._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Sqrt(Interleaved<TLanes> value) =>
        new(TLanes.Sqrt(value._0), TLanes.Sqrt(value._1), TLanes.Sqrt(value._2), TLanes.Sqrt(value._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> WhereLess(
        Interleaved<TLanes> left, Interleaved<TLanes> right, Interleaved<TLanes> then, Interleaved<TLanes> otherwise) => new(
        TLanes.WhereLess(left._0, right._0, then._0, otherwise._0),
        TLanes.WhereLess(left._1, right._1, then._1, otherwise._1),
        TLanes.WhereLess(left._2, right._2, then._2, otherwise._2),
        TLanes.WhereLess(left._3, right._3, then._3, otherwise._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> ScaleByPower(Interleaved<TLanes> value, Interleaved<TLanes> shifted) => new(
        TLanes.ScaleByPower(value._0, shifted._0),
        TLanes.ScaleByPower(value._1, shifted._1),
        TLanes.ScaleByPower(value._2, shifted._2),
        TLanes.ScaleByPower(value._3, shifted._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Interleaved<TLanes> Exponent, Interleaved<TLanes> Mantissa) Split(Interleaved<TLanes> value)
    {
        var (exponent0, mantissa0) = TLanes.Split(value._0);
        var (exponent1, mantissa1) = TLanes.Split(value._1);
        var (exponent2, mantissa2) = TLanes.Split(value._2);
        var (exponent3, mantissa3) = TLanes.Split(value._3);
        return (new(exponent0, exponent1, exponent2, exponent3), new(mantissa0, mantissa1, mantissa2, mantissa3));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> SwapPairs(Interleaved<TLanes> value) =>
        new(TLanes.SwapPairs(value._0), TLanes.SwapPairs(value._1), TLanes.SwapPairs(value._2), TLanes.SwapPairs(value._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> EvenTwice(Interleaved<TLanes> value) =>
        new(TLanes.EvenTwice(value._0), TLanes.EvenTwice(value._1), TLanes.EvenTwice(value._2), TLanes.EvenTwice(value._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> OddTwice(Interleaved<TLanes> value) =>
        new(TLanes.OddTwice(value._0), TLanes.OddTwice(value._1), TLanes.OddTwice(value._2), TLanes.OddTwice(value._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Interleaved<TLanes> value) => TLanes.Sum((value._0 + value._1) + (value._2 + value._3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(double* target, Interleaved<TLanes> value)
    {
        TLanes.AddTo(target, value._0);
        TLanes.AddTo(target + TLanes.Count, value._1);
        TLanes.AddTo(target + (2 * TLanes.Count), value._2);
        TLanes.AddTo(target + (3 * TLanes.Count), value._3);
    }

    /// <summary>Writes four numbers: the sum over each register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Interleaved<TLanes> value, float* target)
    {
        target[0] = TLanes.Sum(value._0);
        target[1] = TLanes.Sum(value._1);
        target[2] = TLanes.Sum(value._2);
        target[3] = TLanes.Sum(value._3);
    }

    /// <summary>sum + Σ a · b over the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Dot(Interleaved<TLanes> a, Interleaved<TLanes> b, TLanes sum) =>
        TLanes.MultiplyAdd(a._1, b._1, TLanes.MultiplyAdd(a._0, b._0, sum)) + TLanes.MultiplyAdd(a._3, b._3, a._2 * b._2);
}
