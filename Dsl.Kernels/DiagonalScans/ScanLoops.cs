using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>
/// The recurrence over a chunk, in registers of complex numbers as they lie: from zero, to which every position adds its power of the
/// factors times the state before the chunk. So the rounding error of a state is not carried from position to position. Backwards with
/// conjugated factors.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class ScanLoops<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>One register.</summary>
    /// <param name="factors">Of <see cref="DiagonalFactors"/>.</param>
    /// <param name="state">The state before the chunk; becomes the state after the chunk.</param>
    /// <param name="v">Inputs of the first position.</param>
    /// <param name="vStep">Floats from one position to the next.</param>
    /// <param name="x">Receives the states.</param>
    /// <param name="xStep">Floats from one position's states to the next position's.</param>
    /// <param name="count">Positions, from 1 to <see cref="DiagonalShape.Chunk"/>.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Forward(float* factors, float* state, float* v, nint vStep, float* x, nint xStep, int count)
    {
        nint lanes = TLanes.Count;
        var power = factors;
        TLanes re = TLanes.Load(factors),
            im = TLanes.Load(factors + lanes),
            start = TLanes.Load(state),
            turned = TLanes.SwapPairs(start),
            own = TLanes.Zero,
            now = own;
        for (var t = 0; t < count; t++, v += vStep, x += xStep, power += 2 * lanes)
        {
            own = TLanes.MultiplyAdd(im, TLanes.SwapPairs(own), TLanes.MultiplyAdd(re, own, TLanes.Load(v)));
            now = TLanes.MultiplyAdd(TLanes.Load(power + lanes), turned, TLanes.MultiplyAdd(TLanes.Load(power), start, own));
            TLanes.Store(now, x);
        }

        now = Ahead(factors, start, own, now, count);
        TLanes.Store(now, x - xStep);
        TLanes.Store(now, state);
    }

    /// <summary>Four registers side by side; as <see cref="Forward"/>.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void ForwardFour(float* factors, float* state, float* v, nint vStep, float* x, nint xStep, int count)
    {
        nint lanes = TLanes.Count, next = DiagonalFactors.Rows * lanes;
        var power = factors;
        TLanes re0 = TLanes.Load(factors),
            im0 = TLanes.Load(factors + lanes),
            start0 = TLanes.Load(state),
            turned0 = TLanes.SwapPairs(start0);
        TLanes re1 = TLanes.Load(factors + next),
            im1 = TLanes.Load(factors + next + lanes),
            start1 = TLanes.Load(state + lanes),
            turned1 = TLanes.SwapPairs(start1);
        TLanes re2 = TLanes.Load(factors + (2 * next)),
            im2 = TLanes.Load(factors + (2 * next) + lanes),
            start2 = TLanes.Load(state + (2 * lanes)),
            turned2 = TLanes.SwapPairs(start2);
        TLanes re3 = TLanes.Load(factors + (3 * next)),
            im3 = TLanes.Load(factors + (3 * next) + lanes),
            start3 = TLanes.Load(state + (3 * lanes)),
            turned3 = TLanes.SwapPairs(start3);
        TLanes own0 = TLanes.Zero, own1 = own0, own2 = own0, own3 = own0;
        for (var t = 0; t < count; t++, v += vStep, x += xStep, power += 2 * lanes)
        {
            own0 = TLanes.MultiplyAdd(im0, TLanes.SwapPairs(own0), TLanes.MultiplyAdd(re0, own0, TLanes.Load(v)));
            own1 = TLanes.MultiplyAdd(im1, TLanes.SwapPairs(own1), TLanes.MultiplyAdd(re1, own1, TLanes.Load(v + lanes)));
            own2 = TLanes.MultiplyAdd(im2, TLanes.SwapPairs(own2), TLanes.MultiplyAdd(re2, own2, TLanes.Load(v + (2 * lanes))));
            own3 = TLanes.MultiplyAdd(im3, TLanes.SwapPairs(own3), TLanes.MultiplyAdd(re3, own3, TLanes.Load(v + (3 * lanes))));
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(power + lanes), turned0, TLanes.MultiplyAdd(TLanes.Load(power), start0, own0)), x);
            TLanes.Store(
                TLanes.MultiplyAdd(TLanes.Load(power + next + lanes), turned1, TLanes.MultiplyAdd(TLanes.Load(power + next), start1, own1)),
                x + lanes);
            TLanes.Store(
                TLanes.MultiplyAdd(
                    TLanes.Load(power + (2 * next) + lanes), turned2, TLanes.MultiplyAdd(TLanes.Load(power + (2 * next)), start2, own2)),
                x + (2 * lanes));
            TLanes.Store(
                TLanes.MultiplyAdd(
                    TLanes.Load(power + (3 * next) + lanes), turned3, TLanes.MultiplyAdd(TLanes.Load(power + (3 * next)), start3, own3)),
                x + (3 * lanes));
        }

        x -= xStep;
        TLanes.Store(Ahead(factors, start0, own0, TLanes.Load(x), count), state);
        TLanes.Store(Ahead(factors + next, start1, own1, TLanes.Load(x + lanes), count), state + lanes);
        TLanes.Store(Ahead(factors + (2 * next), start2, own2, TLanes.Load(x + (2 * lanes)), count), state + (2 * lanes));
        TLanes.Store(Ahead(factors + (3 * next), start3, own3, TLanes.Load(x + (3 * lanes)), count), state + (3 * lanes));
        TLanes.Store(TLanes.Load(state), x);
        TLanes.Store(TLanes.Load(state + lanes), x + lanes);
        TLanes.Store(TLanes.Load(state + (2 * lanes)), x + (2 * lanes));
        TLanes.Store(TLanes.Load(state + (3 * lanes)), x + (3 * lanes));
    }

    /// <summary>
    /// One register of the gradients, h = ā h + g, which are also the inputs' gradients. The walk goes against the recurrence; first and
    /// last are in the order of the walk.
    /// </summary>
    /// <param name="factors">Of <see cref="DiagonalFactors"/>.</param>
    /// <param name="state">h of the chunk walked before; becomes h of the last position walked.</param>
    /// <param name="sums">Float64 sums of h · x before and of h · x before exchanged, a register of each.</param>
    /// <param name="g">Gradient of the first position's state.</param>
    /// <param name="gStep">Floats from one position to the next.</param>
    /// <param name="x">The state before that position; the next is at the same distance.</param>
    /// <param name="v">Receives the inputs' gradient.</param>
    /// <param name="vStep">Floats from one position to the next.</param>
    /// <param name="adds">Whether the inputs' gradient is added to the present contents.</param>
    /// <param name="count">Positions, from 1 to <see cref="DiagonalShape.Chunk"/>.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Backward(
        float* factors, float* state, double* sums, float* g, nint gStep, float* x, float* v, nint vStep, bool adds, int count)
    {
        nint lanes = TLanes.Count;
        var power = factors;
        TLanes re = TLanes.Load(factors),
            im = TLanes.Load(factors + lanes),
            start = TLanes.Load(state),
            turned = TLanes.SwapPairs(start),
            own = TLanes.Zero,
            now = own;
        TLanes straight = TLanes.Zero, crossed = straight;
        for (var t = 0; t < count; t++, g += gStep, x += gStep, v += vStep, power += 2 * lanes)
        {
            own = TLanes.MultiplyAddNegated(im, TLanes.SwapPairs(own), TLanes.MultiplyAdd(re, own, TLanes.Load(g)));
            now = TLanes.MultiplyAddNegated(TLanes.Load(power + lanes), turned, TLanes.MultiplyAdd(TLanes.Load(power), start, own));
            TLanes.Store(adds ? TLanes.Load(v) + now : now, v);
            var past = TLanes.Load(x);
            straight = TLanes.MultiplyAdd(now, past, straight);
            crossed = TLanes.MultiplyAdd(now, TLanes.SwapPairs(past), crossed);
        }

        TLanes.Store(Back(factors, start, own, now, count), state);
        TLanes.AddTo(sums, straight);
        TLanes.AddTo(sums + lanes, crossed);
    }

    /// <summary>
    /// Two registers side by side; as <see cref="Backward"/>, the sums of the second register after the sums of the first.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    public static void BackwardTwo(
        float* factors, float* state, double* sums, float* g, nint gStep, float* x, float* v, nint vStep, bool adds, int count)
    {
        nint lanes = TLanes.Count, next = DiagonalFactors.Rows * lanes;
        var power = factors;
        TLanes re0 = TLanes.Load(factors),
            im0 = TLanes.Load(factors + lanes),
            start0 = TLanes.Load(state),
            turned0 = TLanes.SwapPairs(start0);
        TLanes re1 = TLanes.Load(factors + next),
            im1 = TLanes.Load(factors + next + lanes),
            start1 = TLanes.Load(state + lanes),
            turned1 = TLanes.SwapPairs(start1);
        TLanes own0 = TLanes.Zero,
            own1 = own0,
            now0 = own0,
            now1 = own0,
            straight0 = own0,
            straight1 = own0,
            crossed0 = own0,
            crossed1 = own0;
        for (var t = 0; t < count; t++, g += gStep, x += gStep, v += vStep, power += 2 * lanes)
        {
            own0 = TLanes.MultiplyAddNegated(im0, TLanes.SwapPairs(own0), TLanes.MultiplyAdd(re0, own0, TLanes.Load(g)));
            own1 = TLanes.MultiplyAddNegated(im1, TLanes.SwapPairs(own1), TLanes.MultiplyAdd(re1, own1, TLanes.Load(g + lanes)));
            now0 = TLanes.MultiplyAddNegated(TLanes.Load(power + lanes), turned0, TLanes.MultiplyAdd(TLanes.Load(power), start0, own0));
            now1 = TLanes.MultiplyAddNegated(
                TLanes.Load(power + next + lanes), turned1, TLanes.MultiplyAdd(TLanes.Load(power + next), start1, own1));
            TLanes.Store(adds ? TLanes.Load(v) + now0 : now0, v);
            TLanes.Store(adds ? TLanes.Load(v + lanes) + now1 : now1, v + lanes);
            TLanes past0 = TLanes.Load(x), past1 = TLanes.Load(x + lanes);
            straight0 = TLanes.MultiplyAdd(now0, past0, straight0);
            straight1 = TLanes.MultiplyAdd(now1, past1, straight1);
            crossed0 = TLanes.MultiplyAdd(now0, TLanes.SwapPairs(past0), crossed0);
            crossed1 = TLanes.MultiplyAdd(now1, TLanes.SwapPairs(past1), crossed1);
        }

        TLanes.Store(Back(factors, start0, own0, now0, count), state);
        TLanes.Store(Back(factors + next, start1, own1, now1, count), state + lanes);
        TLanes.AddTo(sums, straight0);
        TLanes.AddTo(sums + lanes, crossed0);
        TLanes.AddTo(sums + (2 * lanes), straight1);
        TLanes.AddTo(sums + (3 * lanes), crossed1);
    }

    /// <summary>
    /// The state for the next chunk: with the exact power of a whole chunk, not the rounded one. The rounding error goes to the small sum
    /// first: the large sum would round the error away, each time in the same direction.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Ahead(float* factors, TLanes start, TLanes own, TLanes now, int count)
    {
        if (count < DiagonalShape.Chunk)
        {
            return now;
        }

        float* rest = factors + (DiagonalFactors.Rest * TLanes.Count), power = rest - (2 * TLanes.Count);
        var turned = TLanes.SwapPairs(start);
        own = TLanes.MultiplyAdd(TLanes.Load(rest + TLanes.Count), turned, TLanes.MultiplyAdd(TLanes.Load(rest), start, own));
        return TLanes.MultiplyAdd(TLanes.Load(power), start, TLanes.MultiplyAdd(TLanes.Load(power + TLanes.Count), turned, own));
    }

    /// <summary>The same with conjugated factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Back(float* factors, TLanes start, TLanes own, TLanes now, int count)
    {
        if (count < DiagonalShape.Chunk)
        {
            return now;
        }

        float* rest = factors + (DiagonalFactors.Rest * TLanes.Count), power = rest - (2 * TLanes.Count);
        var turned = TLanes.SwapPairs(start);
        own = TLanes.MultiplyAddNegated(TLanes.Load(rest + TLanes.Count), turned, TLanes.MultiplyAdd(TLanes.Load(rest), start, own));
        return TLanes.MultiplyAdd(TLanes.Load(power), start, TLanes.MultiplyAddNegated(TLanes.Load(power + TLanes.Count), turned, own));
    }
}
