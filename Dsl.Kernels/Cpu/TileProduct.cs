using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// The innermost loop of a matrix product: four rows by two or three registers of columns, whose sums stay in registers while the common
/// index runs. It is fed by pointers to rows, so that the left matrix may have its rows anywhere.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class TileProduct<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Rows of a register tile.</summary>
    public const int Rows = 4;

    /// <summary>target += rows · columns.</summary>
    /// <param name="rows">Where each of the four rows begins.</param>
    /// <param name="step">Floats from one element of a row to the next.</param>
    /// <param name="columns">A packed block, <c>[count, width]</c>.</param>
    /// <param name="count">Length of the rows.</param>
    /// <param name="width">Width of the block: two or three registers (<see cref="ColumnBlocks"/>).</param>
    /// <param name="target">Sums, <c>[4, width]</c>, one row after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in FourRows rows, nint step, float* columns, nint count, int width, float* target)
    {
        if (width == 3 * TLanes.Count)
        {
            AddThree(rows.First, rows.Second, rows.Third, rows.Fourth, step, columns, count, target);
        }
        else
        {
            AddTwo(rows.First, rows.Second, rows.Third, rows.Fourth, step, columns, count, target);
        }
    }

    private static void AddThree(float* a0, float* a1, float* a2, float* a3, nint step, float* b, nint count, float* target)
    {
        nint lanes = TLanes.Count, width = 3 * lanes;
        var (c00, c01, c02) = (TLanes.Load(target), TLanes.Load(target + lanes), TLanes.Load(target + (2 * lanes)));
        var second = target + width;
        var (c10, c11, c12) = (TLanes.Load(second), TLanes.Load(second + lanes), TLanes.Load(second + (2 * lanes)));
        var third = second + width;
        var (c20, c21, c22) = (TLanes.Load(third), TLanes.Load(third + lanes), TLanes.Load(third + (2 * lanes)));
        var fourth = third + width;
        var (c30, c31, c32) = (TLanes.Load(fourth), TLanes.Load(fourth + lanes), TLanes.Load(fourth + (2 * lanes)));
        nint at = 0;
        for (nint i = 0; i < count; i++)
        {
            var (b0, b1, b2) = (TLanes.Load(b), TLanes.Load(b + lanes), TLanes.Load(b + (2 * lanes)));
            var a = TLanes.Broadcast(a0[at]);
            c00 = TLanes.MultiplyAdd(a, b0, c00);
            c01 = TLanes.MultiplyAdd(a, b1, c01);
            c02 = TLanes.MultiplyAdd(a, b2, c02);
            a = TLanes.Broadcast(a1[at]);
            c10 = TLanes.MultiplyAdd(a, b0, c10);
            c11 = TLanes.MultiplyAdd(a, b1, c11);
            c12 = TLanes.MultiplyAdd(a, b2, c12);
            a = TLanes.Broadcast(a2[at]);
            c20 = TLanes.MultiplyAdd(a, b0, c20);
            c21 = TLanes.MultiplyAdd(a, b1, c21);
            c22 = TLanes.MultiplyAdd(a, b2, c22);
            a = TLanes.Broadcast(a3[at]);
            c30 = TLanes.MultiplyAdd(a, b0, c30);
            c31 = TLanes.MultiplyAdd(a, b1, c31);
            c32 = TLanes.MultiplyAdd(a, b2, c32);
            b += width;
            at += step;
        }

        TLanes.Store(c00, target);
        TLanes.Store(c01, target + lanes);
        TLanes.Store(c02, target + (2 * lanes));
        TLanes.Store(c10, second);
        TLanes.Store(c11, second + lanes);
        TLanes.Store(c12, second + (2 * lanes));
        TLanes.Store(c20, third);
        TLanes.Store(c21, third + lanes);
        TLanes.Store(c22, third + (2 * lanes));
        TLanes.Store(c30, fourth);
        TLanes.Store(c31, fourth + lanes);
        TLanes.Store(c32, fourth + (2 * lanes));
    }

    private static void AddTwo(float* a0, float* a1, float* a2, float* a3, nint step, float* b, nint count, float* target)
    {
        nint lanes = TLanes.Count, width = 2 * lanes;
        var (c00, c01) = (TLanes.Load(target), TLanes.Load(target + lanes));
        var second = target + width;
        var (c10, c11) = (TLanes.Load(second), TLanes.Load(second + lanes));
        var third = second + width;
        var (c20, c21) = (TLanes.Load(third), TLanes.Load(third + lanes));
        var fourth = third + width;
        var (c30, c31) = (TLanes.Load(fourth), TLanes.Load(fourth + lanes));
        nint at = 0;
        for (nint i = 0; i < count; i++)
        {
            var (b0, b1) = (TLanes.Load(b), TLanes.Load(b + lanes));
            var a = TLanes.Broadcast(a0[at]);
            c00 = TLanes.MultiplyAdd(a, b0, c00);
            c01 = TLanes.MultiplyAdd(a, b1, c01);
            a = TLanes.Broadcast(a1[at]);
            c10 = TLanes.MultiplyAdd(a, b0, c10);
            c11 = TLanes.MultiplyAdd(a, b1, c11);
            a = TLanes.Broadcast(a2[at]);
            c20 = TLanes.MultiplyAdd(a, b0, c20);
            c21 = TLanes.MultiplyAdd(a, b1, c21);
            a = TLanes.Broadcast(a3[at]);
            c30 = TLanes.MultiplyAdd(a, b0, c30);
            c31 = TLanes.MultiplyAdd(a, b1, c31);
            b += width;
            at += step;
        }

        TLanes.Store(c00, target);
        TLanes.Store(c01, target + lanes);
        TLanes.Store(c10, second);
        TLanes.Store(c11, second + lanes);
        TLanes.Store(c20, third);
        TLanes.Store(c21, third + lanes);
        TLanes.Store(c30, fourth);
        TLanes.Store(c31, fourth + lanes);
    }
}
