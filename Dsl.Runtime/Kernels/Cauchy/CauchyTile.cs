using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>
/// Cauchy sums of as many features as there are lanes, four nodes at a time: g = Σ_n x_n/(it − w_n) + its conjugate partner, as
/// it·Σ Re(x_n) R_n − Σ Re(x_n w̄_n) R_n with R = 2/((it − w)(it − w̄)), and the Woodbury correction of the low-rank rows.
/// </summary>
/// <remarks>
/// R is divided and the numerators are multiplied by a power of two, so that neither slow modes nor late nodes leave the range of float32. A complex number
/// at every node of the tile is eight vectors: re and im at the first node, then at the second. Lanes without a feature repeat the last; nobody reads them.
/// </remarks>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe struct CauchyTile<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Nodes per tile.</summary>
    public const int Width = 4;

    /// <summary>Vectors of one complex number per node.</summary>
    private const int Vectors = 2 * Width;

    /// <summary>|2/R|, scaled, stays below: its square is still a float32.</summary>
    private const double Greatest = 1e17;

    private readonly CauchyShape _shape;
    private readonly float _scale;
    private readonly float* _high;
    private readonly float* _low;
    private readonly float* _drift;
    private readonly float* _numerators;
    private readonly float* _resolvent;
    private readonly float* _sums;
    private readonly float* _matrix;
    private readonly float* _forMatrix;
    private readonly float* _forSums;
    private readonly float* _forNumerators;
    private readonly float* _forModes;

    /// <summary>Packs the modes of a block of features.</summary>
    /// <param name="data">All features.</param>
    /// <param name="first">The block's first.</param>
    /// <param name="backward">Whether gradients will be computed; they start at zero.</param>
    public CauchyTile(in CauchyData data, int first, bool backward)
    {
        _shape = data.Shape;
        (int lanes, int modes, int numerators, int pairs) = (TLanes.Count, _shape.Modes, _shape.Numerators, _shape.Pairs);
        int perMode = 3 + numerators + Vectors + (backward ? numerators + 2 : 0), perTile = Vectors * (numerators + pairs) * (backward ? 2 : 1);
        float* free = Scratch.Floats((long)lanes * ((modes * perMode) + perTile));
        _high = Take(modes);
        _low = Take(modes);
        _drift = Take(modes);
        _numerators = Take(modes * numerators);
        _resolvent = Take(modes * Vectors);
        _sums = Take(Vectors * numerators);
        _matrix = Take(Vectors * pairs);
        if (backward)
        {
            _forMatrix = Take(Vectors * pairs);
            _forSums = Take(Vectors * numerators);
            _forNumerators = Take(modes * numerators);
            _forModes = Take(modes * 2);
            new Span<float>(_forNumerators, lanes * modes * (numerators + 2)).Clear();
        }

        int last = Math.Min(lanes, _shape.Features - first) - 1;
        double greatest = data.NodesHigh[_shape.FiniteBins - 1];
        for (int n = 0; n < modes; n++)
        {
            for (int lane = 0; lane <= last; lane++)
                greatest = Math.Max(greatest, data.Magnitude[((long)n * _shape.Features) + first + lane]);
        }

        _scale = (float)Math.ScaleB(1, Math.Clamp(Math.ILogB(Greatest / (greatest * greatest)), -60, 60));
        for (int n = 0; n < modes; n++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                long at = ((long)n * _shape.Features) + first + Math.Min(lane, last);
                double magnitude = data.Magnitude[at];
                _high[(n * lanes) + lane] = (float)magnitude;
                _low[(n * lanes) + lane] = (float)(magnitude - (float)magnitude);
                _drift[(n * lanes) + lane] = (float)(-data.Damping[at] * _scale);
            }

            for (int q = 0; q < numerators; q++)
            {
                float* row = data.Numerators + ((((long)n * numerators) + q) * _shape.Features) + first;
                for (int lane = 0; lane < lanes; lane++)
                    _numerators[(((n * numerators) + q) * lanes) + lane] = row[Math.Min(lane, last)] * _scale;
            }
        }

        float* Take(int vectors)
        {
            float* taken = free;
            free += (long)vectors * TLanes.Count;
            return taken;
        }
    }

    /// <summary>What <see cref="Spectrum"/> left for an output: eight vectors.</summary>
    /// <param name="row">Its input.</param>
    /// <param name="column">Its channel.</param>
    public float* Output(int row, int column) => At(_matrix, row, column);

    /// <summary>Where <see cref="Gradients"/> reads an output's gradient: eight vectors, zero at nodes that do not count.</summary>
    /// <param name="row">Its input.</param>
    /// <param name="column">Its channel.</param>
    public float* OutputGradient(int row, int column) => At(_forMatrix, row, column);

    /// <summary>Gradients of the numerators so far, <c>[modes, numerators]</c> vectors, and behind them those of |w| and −Re w, <c>[modes, 2]</c>.</summary>
    public float* ModeGradients => _forNumerators;

    /// <summary>Computes the transforms at four nodes.</summary>
    /// <param name="high">t, rounded, at each.</param>
    /// <param name="low">The rest of t.</param>
    public void Spectrum(float* high, float* low)
    {
        Eliminate(high, low);
        int inputs = _shape.Rows - _shape.Rank, channels = _shape.Columns - _shape.Rank;
        for (int row = 0; row < inputs; row++)
        {
            for (int column = 0; column < channels; column++)
                Rotate(At(_matrix, row, column), high, 0.5f);
        }
    }

    /// <summary>Adds four nodes to the gradients of the modes, given those of the outputs.</summary>
    /// <param name="high">t, rounded, at each.</param>
    /// <param name="low">The rest of t.</param>
    public void Gradients(float* high, float* low)
    {
        Eliminate(high, low);
        (int inputs, int channels) = (_shape.Rows - _shape.Rank, _shape.Columns - _shape.Rank);
        for (int row = 0; row < inputs; row++)
        {
            for (int column = 0; column < channels; column++)
                Rotate(At(_forMatrix, row, column), high, -0.5f);
        }

        for (int k = 0; k < _shape.Rank; k++)
        {
            for (int node = 0; node < Width; node++)
                Reinstate(inputs + k, channels + k, node);
        }

        int lanes = TLanes.Count;
        for (int pair = 0; pair < _shape.Pairs; pair++)
        {
            float* g = _forMatrix + (pair * Vectors * lanes);
            float* direct = _forSums + (2 * pair * Vectors * lanes), damped = direct + (Vectors * lanes);
            for (int node = 0; node < Width; node++)
            {
                TLanes t = TLanes.Broadcast(high[node]), re = TLanes.Load(g + (2 * node * lanes)), im = TLanes.Load(g + (((2 * node) + 1) * lanes));
                TLanes.Store(t * im, direct + (2 * node * lanes));
                TLanes.Store(-(t * re), direct + (((2 * node) + 1) * lanes));
                TLanes.Store(-re, damped + (2 * node * lanes));
                TLanes.Store(-im, damped + (((2 * node) + 1) * lanes));
            }
        }

        AddModeGradients(high);
    }

    /// <summary>Turns the sums of <see cref="Gradients"/> into gradients of what was packed.</summary>
    public void Finish()
    {
        (int lanes, int modes, int numerators) = (TLanes.Count, _shape.Modes, _shape.Numerators);
        TLanes scale = TLanes.Broadcast(_scale);
        for (int i = 0; i < modes * numerators; i++)
            TLanes.Store(TLanes.Load(_forNumerators + (i * lanes)) * scale, _forNumerators + (i * lanes));
        for (int n = 0; n < modes; n++)
        {
            float* sums = _forModes + (2 * n * lanes);
            TLanes.Store(-(TLanes.Load(sums) * scale * TLanes.Load(_high + (n * lanes))), sums);
            TLanes.Store(-(TLanes.Load(sums + lanes) * scale), sums + lanes);
        }
    }

    private float* At(float* matrix, int row, int column) => matrix + (((row * _shape.Columns) + column) * Vectors * TLanes.Count);

    /// <summary>The sums at every pair, and the low-rank rows eliminated in place: what a step used stays in its row and column.</summary>
    private void Eliminate(float* high, float* low)
    {
        Resolve(high, low);
        Sum();
        int lanes = TLanes.Count;
        for (int pair = 0; pair < _shape.Pairs; pair++)
        {
            float* direct = _sums + (2 * pair * Vectors * lanes), damped = direct + (Vectors * lanes), g = _matrix + (pair * Vectors * lanes);
            for (int node = 0; node < Width; node++)
            {
                (int re, int im) = (2 * node * lanes, ((2 * node) + 1) * lanes);
                TLanes t = TLanes.Broadcast(high[node]);
                TLanes.Store(-TLanes.MultiplyAdd(t, TLanes.Load(direct + im), TLanes.Load(damped + re)), g + re);
                TLanes.Store((t * TLanes.Load(direct + re)) - TLanes.Load(damped + im), g + im);
            }
        }

        // The pivots need no exchange: A is dissipative, so Re(1 + g_PP) ≥ 1.
        for (int k = _shape.Rank - 1; k >= 0; k--)
        {
            (int last, int end) = (_shape.Rows - _shape.Rank + k, _shape.Columns - _shape.Rank + k);
            for (int node = 0; node < Width; node++)
            {
                (TLanes vr, TLanes vi) = Pivot(last, end, node);
                for (int row = 0; row < last; row++)
                {
                    (TLanes ur, TLanes ui) = Load(_matrix, row, end, node);
                    (ur, ui) = Multiply(ur, ui, vr, vi);
                    for (int column = 0; column < end; column++)
                    {
                        (TLanes lr, TLanes li) = Load(_matrix, last, column, node);
                        (TLanes pr, TLanes pi) = Multiply(ur, ui, lr, li);
                        (TLanes gr, TLanes gi) = Load(_matrix, row, column, node);
                        Store(_matrix, row, column, node, gr - pr, gi - pi);
                    }
                }
            }
        }
    }

    /// <summary>The gradient of one step of the elimination: from those of the smaller matrix those of its last row and column.</summary>
    private void Reinstate(int last, int end, int node)
    {
        (TLanes vr, TLanes vi) = Pivot(last, end, node);
        for (int column = 0; column < end; column++)
            Store(_forMatrix, last, column, node, TLanes.Zero, TLanes.Zero);
        TLanes pivotRe = TLanes.Zero, pivotIm = TLanes.Zero;
        for (int row = 0; row < last; row++)
        {
            (TLanes ur, TLanes ui) = Load(_matrix, row, end, node);
            (ur, ui) = Multiply(ur, ui, vr, vi);
            TLanes sumRe = TLanes.Zero, sumIm = TLanes.Zero;
            for (int column = 0; column < end; column++)
            {
                (TLanes gr, TLanes gi) = Load(_forMatrix, row, column, node);
                (TLanes lr, TLanes li) = Load(_matrix, last, column, node);
                (TLanes ar, TLanes ai) = Multiply(gr, gi, lr, -li);
                (sumRe, sumIm) = (sumRe - ar, sumIm - ai);
                (TLanes br, TLanes bi) = Multiply(gr, gi, ur, -ui);
                (TLanes dr, TLanes di) = Load(_forMatrix, last, column, node);
                Store(_forMatrix, last, column, node, dr - br, di - bi);
            }

            (sumRe, sumIm) = Multiply(sumRe, sumIm, vr, -vi);
            Store(_forMatrix, row, end, node, sumRe, sumIm);
            (TLanes cr, TLanes ci) = Multiply(sumRe, sumIm, ur, -ui);
            (pivotRe, pivotIm) = (pivotRe - cr, pivotIm - ci);
        }

        Store(_forMatrix, last, end, node, pivotRe, pivotIm);
    }

    /// <summary>1 / (1 + g_PP).</summary>
    private (TLanes Re, TLanes Im) Pivot(int last, int end, int node)
    {
        (TLanes re, TLanes im) = Load(_matrix, last, end, node);
        re += TLanes.Broadcast(1);
        TLanes inverse = TLanes.Broadcast(1) / TLanes.MultiplyAdd(re, re, im * im);
        return (re * inverse, -(im * inverse));
    }

    /// <summary>Multiplies by 1 + i·factor·t.</summary>
    private static void Rotate(float* value, float* high, float factor)
    {
        int lanes = TLanes.Count;
        for (int node = 0; node < Width; node++)
        {
            TLanes t = TLanes.Broadcast(high[node] * factor);
            float* re = value + (2 * node * lanes), im = re + lanes;
            (TLanes x, TLanes y) = (TLanes.Load(re), TLanes.Load(im));
            TLanes.Store(x - (t * y), re);
            TLanes.Store(TLanes.MultiplyAdd(t, x, y), im);
        }
    }

    /// <summary>R of every mode.</summary>
    private void Resolve(float* high, float* low)
    {
        int lanes = TLanes.Count;
        TLanes half = TLanes.Broadcast(0.5f * _scale), one = TLanes.Broadcast(1);
        for (int n = 0; n < _shape.Modes; n++)
        {
            float* resolvent = _resolvent + (n * Vectors * lanes);
            (TLanes m, TLanes rest, TLanes drift) = (TLanes.Load(_high + (n * lanes)), TLanes.Load(_low + (n * lanes)), TLanes.Load(_drift + (n * lanes)));
            for (int node = 0; node < Width; node++)
            {
                TLanes t = TLanes.Broadcast(high[node]);
                // (|w|² − t²)/2, factored: near a resonance the difference must not lose what the damping is measured against.
                TLanes real = (m - t + (rest - TLanes.Broadcast(low[node]))) * ((m + t) * half), imaginary = t * drift;
                TLanes inverse = one / TLanes.MultiplyAdd(real, real, imaginary * imaginary);
                TLanes.Store(real * inverse, resolvent + (2 * node * lanes));
                TLanes.Store(imaginary * inverse, resolvent + (((2 * node) + 1) * lanes));
            }
        }
    }

    /// <summary>Numerators times R, added up over the modes: two numerators at once are sixteen accumulators.</summary>
    private void Sum()
    {
        (int lanes, int numerators, int modes) = (TLanes.Count, _shape.Numerators, _shape.Modes);
        for (int q = 0; q < numerators; q += 2)
        {
            TLanes a0 = TLanes.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
            TLanes b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0, b6 = a0, b7 = a0;
            float* numerator = _numerators + (q * lanes), resolvent = _resolvent;
            for (int n = 0; n < modes; n++)
            {
                TLanes a = TLanes.Load(numerator), b = TLanes.Load(numerator + lanes);
                TLanes r = TLanes.Load(resolvent);
                (a0, b0) = (TLanes.MultiplyAdd(a, r, a0), TLanes.MultiplyAdd(b, r, b0));
                r = TLanes.Load(resolvent + lanes);
                (a1, b1) = (TLanes.MultiplyAdd(a, r, a1), TLanes.MultiplyAdd(b, r, b1));
                r = TLanes.Load(resolvent + (2 * lanes));
                (a2, b2) = (TLanes.MultiplyAdd(a, r, a2), TLanes.MultiplyAdd(b, r, b2));
                r = TLanes.Load(resolvent + (3 * lanes));
                (a3, b3) = (TLanes.MultiplyAdd(a, r, a3), TLanes.MultiplyAdd(b, r, b3));
                r = TLanes.Load(resolvent + (4 * lanes));
                (a4, b4) = (TLanes.MultiplyAdd(a, r, a4), TLanes.MultiplyAdd(b, r, b4));
                r = TLanes.Load(resolvent + (5 * lanes));
                (a5, b5) = (TLanes.MultiplyAdd(a, r, a5), TLanes.MultiplyAdd(b, r, b5));
                r = TLanes.Load(resolvent + (6 * lanes));
                (a6, b6) = (TLanes.MultiplyAdd(a, r, a6), TLanes.MultiplyAdd(b, r, b6));
                r = TLanes.Load(resolvent + (7 * lanes));
                (a7, b7) = (TLanes.MultiplyAdd(a, r, a7), TLanes.MultiplyAdd(b, r, b7));
                numerator += numerators * lanes;
                resolvent += Vectors * lanes;
            }

            float* sums = _sums + (q * Vectors * lanes);
            StoreEight(sums, a0, a1, a2, a3, a4, a5, a6, a7);
            StoreEight(sums + (Vectors * lanes), b0, b1, b2, b3, b4, b5, b6, b7);
        }
    }

    /// <summary>For every mode: R's gradient Σ numerator · forSums, and those of the numerators, Σ R · forSums over the nodes; then through R to |w| and −Re w.</summary>
    private void AddModeGradients(float* high)
    {
        (int lanes, int numerators) = (TLanes.Count, _shape.Numerators);
        for (int n = 0; n < _shape.Modes; n++)
        {
            float* resolvent = _resolvent + (n * Vectors * lanes);
            TLanes r0 = TLanes.Load(resolvent), r1 = TLanes.Load(resolvent + lanes), r2 = TLanes.Load(resolvent + (2 * lanes)), r3 = TLanes.Load(resolvent + (3 * lanes));
            TLanes r4 = TLanes.Load(resolvent + (4 * lanes)), r5 = TLanes.Load(resolvent + (5 * lanes)), r6 = TLanes.Load(resolvent + (6 * lanes)), r7 = TLanes.Load(resolvent + (7 * lanes));
            TLanes d0 = TLanes.Zero, d1 = d0, d2 = d0, d3 = d0, d4 = d0, d5 = d0, d6 = d0, d7 = d0;
            float* numerator = _numerators + ((long)n * numerators * lanes), forNumerator = _forNumerators + ((long)n * numerators * lanes), g = _forSums;
            for (int q = 0; q < numerators; q++)
            {
                TLanes x = TLanes.Load(numerator), even, odd, v = TLanes.Load(g);
                (d0, even) = (TLanes.MultiplyAdd(x, v, d0), TLanes.MultiplyAdd(r0, v, TLanes.Load(forNumerator)));
                v = TLanes.Load(g + lanes);
                (d1, odd) = (TLanes.MultiplyAdd(x, v, d1), r1 * v);
                v = TLanes.Load(g + (2 * lanes));
                (d2, even) = (TLanes.MultiplyAdd(x, v, d2), TLanes.MultiplyAdd(r2, v, even));
                v = TLanes.Load(g + (3 * lanes));
                (d3, odd) = (TLanes.MultiplyAdd(x, v, d3), TLanes.MultiplyAdd(r3, v, odd));
                v = TLanes.Load(g + (4 * lanes));
                (d4, even) = (TLanes.MultiplyAdd(x, v, d4), TLanes.MultiplyAdd(r4, v, even));
                v = TLanes.Load(g + (5 * lanes));
                (d5, odd) = (TLanes.MultiplyAdd(x, v, d5), TLanes.MultiplyAdd(r5, v, odd));
                v = TLanes.Load(g + (6 * lanes));
                (d6, even) = (TLanes.MultiplyAdd(x, v, d6), TLanes.MultiplyAdd(r6, v, even));
                v = TLanes.Load(g + (7 * lanes));
                (d7, odd) = (TLanes.MultiplyAdd(x, v, d7), TLanes.MultiplyAdd(r7, v, odd));
                TLanes.Store(even + odd, forNumerator);
                numerator += lanes;
                forNumerator += lanes;
                g += Vectors * lanes;
            }

            float* sums = _forModes + (2 * n * lanes);
            TLanes magnitude = TLanes.Load(sums), damping = TLanes.Load(sums + lanes);
            (magnitude, damping) = Through(r0, r1, d0, d1, high[0], magnitude, damping);
            (magnitude, damping) = Through(r2, r3, d2, d3, high[1], magnitude, damping);
            (magnitude, damping) = Through(r4, r5, d4, d5, high[2], magnitude, damping);
            (magnitude, damping) = Through(r6, r7, d6, d7, high[3], magnitude, damping);
            TLanes.Store(magnitude, sums);
            TLanes.Store(damping, sums + lanes);
        }
    }

    /// <summary>d(1/R) = −conj(R²) dR, whose parts belong to (|w|² − t²)/2 and to −t Re w; signs and constant factors follow in <see cref="Finish"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Magnitude, TLanes Damping) Through(TLanes re, TLanes im, TLanes dRe, TLanes dIm, float t, TLanes magnitude, TLanes damping)
    {
        TLanes squareRe = (re * re) - (im * im), twice = re + re, squareIm = twice * im;
        magnitude += TLanes.MultiplyAdd(squareRe, dRe, squareIm * dIm);
        damping = TLanes.MultiplyAdd(TLanes.Broadcast(t), (squareRe * dIm) - (squareIm * dRe), damping);
        return (magnitude, damping);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) Multiply(TLanes ar, TLanes ai, TLanes br, TLanes bi) =>
        ((ar * br) - (ai * bi), TLanes.MultiplyAdd(ar, bi, ai * br));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TLanes Re, TLanes Im) Load(float* matrix, int row, int column, int node)
    {
        float* at = At(matrix, row, column) + (2 * node * TLanes.Count);
        return (TLanes.Load(at), TLanes.Load(at + TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(float* matrix, int row, int column, int node, TLanes re, TLanes im)
    {
        float* at = At(matrix, row, column) + (2 * node * TLanes.Count);
        TLanes.Store(re, at);
        TLanes.Store(im, at + TLanes.Count);
    }

    private static void StoreEight(float* to, TLanes v0, TLanes v1, TLanes v2, TLanes v3, TLanes v4, TLanes v5, TLanes v6, TLanes v7)
    {
        int lanes = TLanes.Count;
        TLanes.Store(v0, to);
        TLanes.Store(v1, to + lanes);
        TLanes.Store(v2, to + (2 * lanes));
        TLanes.Store(v3, to + (3 * lanes));
        TLanes.Store(v4, to + (4 * lanes));
        TLanes.Store(v5, to + (5 * lanes));
        TLanes.Store(v6, to + (6 * lanes));
        TLanes.Store(v7, to + (7 * lanes));
    }
}
