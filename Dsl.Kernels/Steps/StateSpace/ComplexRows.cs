using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>Loops over rows of complex numbers, real and imaginary parts in turns.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class ComplexRows<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>target = left · right, one by one.</summary>
    /// <param name="left">First row.</param>
    /// <param name="right">Second row; may be the target.</param>
    /// <param name="target">Destination.</param>
    /// <param name="count">Floats of a row, two for each number.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Multiply(float* left, float* right, float* target, nint count)
    {
        var turn = stackalloc float[TLanes.Count];
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            turn[lane] = (lane & 1) == 0 ? -1 : 1;
        }

        var signs = TLanes.Load(turn);
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            var (a, x) = (TLanes.Load(left + i), TLanes.Load(right + i));
            TLanes.Store(TLanes.MultiplyAdd(TLanes.EvenTwice(a), x, TLanes.OddTwice(a) * signs * TLanes.SwapPairs(x)), target + i);
        }

        for (; i < count; i += 2)
        {
            var (re, im) = (right[i], right[i + 1]);
            target[i] = MathF.FusedMultiplyAdd(left[i], re, -left[i + 1] * im);
            target[i + 1] = MathF.FusedMultiplyAdd(left[i], im, left[i + 1] * re);
        }
    }

    /// <summary>Re Σ left · right.</summary>
    /// <param name="left">First row.</param>
    /// <param name="right">Second row.</param>
    /// <param name="count">Floats of a row, two for each number.</param>
    [MethodImpl(HotLoop.Options)]
    public static float RealDot(float* left, float* right, nint count)
    {
        var sums = TLanes.Zero;
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            sums = TLanes.MultiplyAdd(TLanes.Load(left + i), TLanes.Load(right + i), sums);
        }

        var lanes = stackalloc float[TLanes.Count];
        TLanes.Store(sums, lanes);
        float sum = 0;
        for (var lane = 0; lane < TLanes.Count; lane += 2)
        {
            sum += lanes[lane] - lanes[lane + 1];
        }

        for (; i < count; i += 2)
        {
            sum += (left[i] * right[i]) - (left[i + 1] * right[i + 1]);
        }

        return sum;
    }
}
