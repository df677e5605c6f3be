using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>GELUs, or their gradients, of a piece of an array.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe struct GeluPieces<TLanes> : IPieces
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Elements of a piece.</summary>
    public const long Size = 1 << 14;

    /// <summary>Inputs.</summary>
    public required float* X { get; init; }

    /// <summary>Gradients of the outputs; null: outputs are wanted.</summary>
    public required float* Gradient { get; init; }

    /// <summary>Receives outputs, or gradients of the inputs.</summary>
    public required float* Result { get; init; }

    /// <summary>Elements in all.</summary>
    public required long Count { get; init; }

    /// <summary>Does all of an array.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="gradient">Gradients of the outputs; null: outputs are wanted.</param>
    /// <param name="result">Receives outputs, or gradients of the inputs; may be the inputs.</param>
    /// <param name="count">Elements.</param>
    public static void RunAll(float* x, float* gradient, float* result, long count) =>
        CpuWorkers.Run((int)((count + Size - 1) / Size), new GeluPieces<TLanes> { X = x, Gradient = gradient, Result = result, Count = count });

    /// <inheritdoc/>
    public void Run(int piece)
    {
        int lanes = TLanes.Count;
        long from = piece * Size, to = Math.Min(Count, from + Size), whole = from + ((to - from) / lanes * lanes);
        for (long i = from; i < whole; i += lanes)
            TLanes.Store(Gradient == null ? Value(TLanes.Load(X + i)) : TLanes.Load(Gradient + i) * Slope(TLanes.Load(X + i)), Result + i);
        if (whole == to)
            return;
        float* x = stackalloc float[lanes], gradient = stackalloc float[lanes];
        TLanes.Store(TLanes.Zero, x);
        TLanes.Store(TLanes.Zero, gradient);
        for (long i = whole; i < to; i++)
            (x[i - whole], gradient[i - whole]) = (X[i], Gradient == null ? 0 : Gradient[i]);
        TLanes.Store(Gradient == null ? Value(TLanes.Load(x)) : TLanes.Load(gradient) * Slope(TLanes.Load(x)), x);
        for (long i = whole; i < to; i++)
            Result[i] = x[i - whole];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Value(TLanes x) => x * Distribution(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Slope(TLanes x) =>
        TLanes.MultiplyAdd(x * Of(0.398942280f), LaneMath<TLanes>.Exp(x * x * Of(-0.5f)), Distribution(x));

    /// <summary>
    /// Φ(x) of the normal distribution: erfc(|x|/√2)/2 or what it lacks to 1, so that far below zero it keeps its relative precision. The fit of
    /// ln erfc is that of Numerical Recipes (erfcc), good to 1.2e-7.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Distribution(TLanes x)
    {
        TLanes magnitude = TLanes.Abs(x), one = Of(1);
        TLanes t = one / TLanes.MultiplyAdd(magnitude, Of(0.353553391f), one);
        TLanes p = TLanes.MultiplyAdd(t, Of(0.17087277f), Of(-0.82215223f));
        p = TLanes.MultiplyAdd(t, p, Of(1.48851587f));
        p = TLanes.MultiplyAdd(t, p, Of(-1.13520398f));
        p = TLanes.MultiplyAdd(t, p, Of(0.27886807f));
        p = TLanes.MultiplyAdd(t, p, Of(-0.18628806f));
        p = TLanes.MultiplyAdd(t, p, Of(0.09678418f));
        p = TLanes.MultiplyAdd(t, p, Of(0.37409196f));
        p = TLanes.MultiplyAdd(t, p, Of(1.00002368f));
        p = TLanes.MultiplyAdd(t, p, Of(-1.26551223f));
        TLanes tail = t * Of(0.5f) * LaneMath<TLanes>.Exp(TLanes.MultiplyAdd(magnitude * magnitude, Of(-0.5f), p));
        return TLanes.WhereLess(x, TLanes.Zero, tail, one - tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Of(float value) => TLanes.Broadcast(value);
}
