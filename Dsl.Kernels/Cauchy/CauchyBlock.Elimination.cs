using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Cauchy;

/// <content>The matrix of sums at every pair of a row and a column, its low-rank rows eliminated, and back.</content>
internal readonly unsafe partial struct CauchyBlock<TLanes>
{
    private float* Element(float* matrix, int row, int column) => matrix + (((row * _shape.Columns) + column) * Vectors * TLanes.Count);

    /// <summary>
    /// The sums at every pair, and the low-rank rows eliminated in place: the row and column that a step used keep their values.
    /// </summary>
    private void Eliminate(float* high, float* low)
    {
        Resolve(high, low);
        Sum();
        var lanes = TLanes.Count;
        for (var pair = 0; pair < _shape.Pairs; pair++)
        {
            float* direct = _sums + (2 * pair * Vectors * lanes),
                damped = direct + (Vectors * lanes),
                g = _matrix + (pair * Vectors * lanes);
            for (var node = 0; node < Width; node++)
            {
                var (re, im) = (2 * node * lanes, ((2 * node) + 1) * lanes);
                var t = TLanes.Broadcast(high[node]);
                TLanes.Store(-TLanes.MultiplyAdd(t, TLanes.Load(direct + im), TLanes.Load(damped + re)), g + re);
                TLanes.Store((t * TLanes.Load(direct + re)) - TLanes.Load(damped + im), g + im);
            }
        }

        // The pivots need no exchange: A is dissipative, so Re(1 + g_PP) ≥ 1.
        for (var k = _shape.Rank - 1; k >= 0; k--)
        {
            var (last, end) = (_shape.Rows - _shape.Rank + k, _shape.Columns - _shape.Rank + k);
            for (var node = 0; node < Width; node++)
            {
                var (vr, vi) = Pivot(last, end, node);
                for (var row = 0; row < last; row++)
                {
                    var (ur, ui) = Load(_matrix, row, end, node);
                    (ur, ui) = Multiply(ur, ui, vr, vi);
                    for (var column = 0; column < end; column++)
                    {
                        var (lr, li) = Load(_matrix, last, column, node);
                        var (pr, pi) = Multiply(ur, ui, lr, li);
                        var (gr, gi) = Load(_matrix, row, column, node);
                        Store(_matrix, row, column, node, gr - pr, gi - pi);
                    }
                }
            }
        }
    }

    /// <summary>
    /// The gradient of one step of the elimination: from the gradients of the smaller matrix to the gradients of its last row and column.
    /// </summary>
    private void Reinstate(int last, int end, int node)
    {
        var (vr, vi) = Pivot(last, end, node);
        for (var column = 0; column < end; column++)
        {
            Store(_forMatrix, last, column, node, TLanes.Zero, TLanes.Zero);
        }

        TLanes pivotRe = TLanes.Zero, pivotIm = TLanes.Zero;
        for (var row = 0; row < last; row++)
        {
            var (ur, ui) = Load(_matrix, row, end, node);
            (ur, ui) = Multiply(ur, ui, vr, vi);
            TLanes sumRe = TLanes.Zero, sumIm = TLanes.Zero;
            for (var column = 0; column < end; column++)
            {
                var (gr, gi) = Load(_forMatrix, row, column, node);
                var (lr, li) = Load(_matrix, last, column, node);
                var (ar, ai) = Multiply(gr, gi, lr, -li);
                (sumRe, sumIm) = (sumRe - ar, sumIm - ai);
                var (br, bi) = Multiply(gr, gi, ur, -ui);
                var (dr, di) = Load(_forMatrix, last, column, node);
                Store(_forMatrix, last, column, node, dr - br, di - bi);
            }

            (sumRe, sumIm) = Multiply(sumRe, sumIm, vr, -vi);
            Store(_forMatrix, row, end, node, sumRe, sumIm);
            var (cr, ci) = Multiply(sumRe, sumIm, ur, -ui);
            (pivotRe, pivotIm) = (pivotRe - cr, pivotIm - ci);
        }

        Store(_forMatrix, last, end, node, pivotRe, pivotIm);
    }

    /// <summary>1 / (1 + g_PP).</summary>
    private (TLanes Re, TLanes Im) Pivot(int last, int end, int node)
    {
        var (re, im) = Load(_matrix, last, end, node);
        re += TLanes.Broadcast(1);
        var inverse = TLanes.Broadcast(1) / TLanes.MultiplyAdd(re, re, im * im);
        return (re * inverse, -(im * inverse));
    }

    /// <summary>Multiplies by 1 + i·factor·t.</summary>
    private static void Rotate(float* value, float* high, float factor)
    {
        var lanes = TLanes.Count;
        for (var node = 0; node < Width; node++)
        {
            var t = TLanes.Broadcast(high[node] * factor);
            float* re = value + (2 * node * lanes), im = re + lanes;
            var (x, y) = (TLanes.Load(re), TLanes.Load(im));
            TLanes.Store(x - (t * y), re);
            TLanes.Store(TLanes.MultiplyAdd(t, x, y), im);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) Multiply(TLanes ar, TLanes ai, TLanes br, TLanes bi) =>
        ((ar * br) - (ai * bi), TLanes.MultiplyAdd(ar, bi, ai * br));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TLanes Re, TLanes Im) Load(float* matrix, int row, int column, int node)
    {
        var at = Element(matrix, row, column) + (2 * node * TLanes.Count);
        return (TLanes.Load(at), TLanes.Load(at + TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(float* matrix, int row, int column, int node, TLanes re, TLanes im)
    {
        var at = Element(matrix, row, column) + (2 * node * TLanes.Count);
        TLanes.Store(re, at);
        TLanes.Store(im, at + TLanes.Count);
    }
}
