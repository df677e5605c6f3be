using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>The recurrence of <see cref="StateWalk"/> for some rows and two registers of columns, which stay in registers.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TDecay">The layout of the decays.</typeparam>
internal static unsafe class StateLoops<TLanes, TDecay>
    where TLanes : struct, ILanes<TLanes>
    where TDecay : struct, IDecayForm
{
    /// <summary>Advances four rows and adds what they contribute to the outputs.</summary>
    /// <param name="state">The rows, <c>[4, width]</c>.</param>
    /// <param name="inputs">The columns' inputs, <c>[positions, width]</c>.</param>
    /// <param name="outputs">Added to, <c>[positions, width]</c>.</param>
    /// <param name="rowsIn">What enters the rows, from the first of them.</param>
    /// <param name="rowsOut">What the rows are read with.</param>
    /// <param name="decay">The decays.</param>
    /// <param name="positions">How many positions.</param>
    [MethodImpl(HotLoop.Options)]
    public static void FourRows(
        float* state, float* inputs, float* outputs, Cursor rowsIn, Cursor rowsOut, Cursor decay, int positions)
    {
        nint lanes = TLanes.Count, width = 2 * lanes;
        TLanes a0 = TLanes.Load(state), a1 = TLanes.Load(state + lanes),
            b0 = TLanes.Load(state + width), b1 = TLanes.Load(state + width + lanes),
            c0 = TLanes.Load(state + (2 * width)), c1 = TLanes.Load(state + (2 * width) + lanes),
            d0 = TLanes.Load(state + (3 * width)), d1 = TLanes.Load(state + (3 * width) + lanes);
        float* into = rowsIn.At, read = rowsOut.At, factors = decay.At;
        nint intoStep = rowsIn.Step, readStep = rowsOut.Step, factorStep = decay.Step;
        for (var t = 0; t < positions; t++)
        {
            TLanes in0 = TLanes.Load(inputs), in1 = TLanes.Load(inputs + lanes),
                out0 = TLanes.Load(outputs), out1 = TLanes.Load(outputs + lanes),
                f0 = TDecay.PerColumn ? TLanes.Load(factors) : TLanes.Broadcast(*factors),
                f1 = TDecay.PerColumn ? TLanes.Load(factors + lanes) : f0;

            var row = TLanes.Broadcast(into[0]);
            a0 = TLanes.MultiplyAdd(row, in0, a0 * f0);
            a1 = TLanes.MultiplyAdd(row, in1, a1 * f1);
            row = TLanes.Broadcast(read[0]);
            out0 = TLanes.MultiplyAdd(row, a0, out0);
            out1 = TLanes.MultiplyAdd(row, a1, out1);

            if (TDecay.PerRow)
            {
                f0 = f1 = TLanes.Broadcast(factors[1]);
            }

            row = TLanes.Broadcast(into[1]);
            b0 = TLanes.MultiplyAdd(row, in0, b0 * f0);
            b1 = TLanes.MultiplyAdd(row, in1, b1 * f1);
            row = TLanes.Broadcast(read[1]);
            out0 = TLanes.MultiplyAdd(row, b0, out0);
            out1 = TLanes.MultiplyAdd(row, b1, out1);

            if (TDecay.PerRow)
            {
                f0 = f1 = TLanes.Broadcast(factors[2]);
            }

            row = TLanes.Broadcast(into[2]);
            c0 = TLanes.MultiplyAdd(row, in0, c0 * f0);
            c1 = TLanes.MultiplyAdd(row, in1, c1 * f1);
            row = TLanes.Broadcast(read[2]);
            out0 = TLanes.MultiplyAdd(row, c0, out0);
            out1 = TLanes.MultiplyAdd(row, c1, out1);

            if (TDecay.PerRow)
            {
                f0 = f1 = TLanes.Broadcast(factors[3]);
            }

            row = TLanes.Broadcast(into[3]);
            d0 = TLanes.MultiplyAdd(row, in0, d0 * f0);
            d1 = TLanes.MultiplyAdd(row, in1, d1 * f1);
            row = TLanes.Broadcast(read[3]);
            TLanes.Store(TLanes.MultiplyAdd(row, d0, out0), outputs);
            TLanes.Store(TLanes.MultiplyAdd(row, d1, out1), outputs + lanes);

            into += intoStep;
            read += readStep;
            factors += factorStep;
            inputs += width;
            outputs += width;
        }

        TLanes.Store(a0, state);
        TLanes.Store(a1, state + lanes);
        TLanes.Store(b0, state + width);
        TLanes.Store(b1, state + width + lanes);
        TLanes.Store(c0, state + (2 * width));
        TLanes.Store(c1, state + (2 * width) + lanes);
        TLanes.Store(d0, state + (3 * width));
        TLanes.Store(d1, state + (3 * width) + lanes);
    }

    /// <summary>As <see cref="FourRows"/>, for one row.</summary>
    /// <param name="state">The row, <c>[width]</c>.</param>
    /// <param name="inputs">As of <see cref="FourRows"/>.</param>
    /// <param name="outputs">As of <see cref="FourRows"/>.</param>
    /// <param name="rowsIn">What enters the row.</param>
    /// <param name="rowsOut">What the row is read with.</param>
    /// <param name="decay">The decays.</param>
    /// <param name="positions">How many positions.</param>
    [MethodImpl(HotLoop.Options)]
    public static void OneRow(
        float* state, float* inputs, float* outputs, Cursor rowsIn, Cursor rowsOut, Cursor decay, int positions)
    {
        nint lanes = TLanes.Count, width = 2 * lanes;
        TLanes s0 = TLanes.Load(state), s1 = TLanes.Load(state + lanes);
        float* into = rowsIn.At, read = rowsOut.At, factors = decay.At;
        nint intoStep = rowsIn.Step, readStep = rowsOut.Step, factorStep = decay.Step;
        for (var t = 0; t < positions; t++)
        {
            TLanes f0 = TDecay.PerColumn ? TLanes.Load(factors) : TLanes.Broadcast(*factors),
                f1 = TDecay.PerColumn ? TLanes.Load(factors + lanes) : f0;
            var row = TLanes.Broadcast(*into);
            s0 = TLanes.MultiplyAdd(row, TLanes.Load(inputs), s0 * f0);
            s1 = TLanes.MultiplyAdd(row, TLanes.Load(inputs + lanes), s1 * f1);
            row = TLanes.Broadcast(*read);
            TLanes.Store(TLanes.MultiplyAdd(row, s0, TLanes.Load(outputs)), outputs);
            TLanes.Store(TLanes.MultiplyAdd(row, s1, TLanes.Load(outputs + lanes)), outputs + lanes);
            into += intoStep;
            read += readStep;
            factors += factorStep;
            inputs += width;
            outputs += width;
        }

        TLanes.Store(s0, state);
        TLanes.Store(s1, state + lanes);
    }
}
