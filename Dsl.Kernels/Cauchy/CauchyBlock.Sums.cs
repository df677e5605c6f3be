using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Cauchy;

/// <content>Sums over the modes, and back.</content>
internal readonly unsafe partial struct CauchyBlock<TLanes>
{
    /// <summary>R of every mode.</summary>
    private void Resolve(float* high, float* low)
    {
        var lanes = TLanes.Count;
        TLanes half = TLanes.Broadcast(0.5f * _scale), one = TLanes.Broadcast(1);
        for (var n = 0; n < _shape.Modes; n++)
        {
            var resolvent = _resolvent + (n * Vectors * lanes);
            var (m, rest, drift) = (TLanes.Load(_high + (n * lanes)), TLanes.Load(_low + (n * lanes)), TLanes.Load(_drift + (n * lanes)));
            for (var node = 0; node < Width; node++)
            {
                var t = TLanes.Broadcast(high[node]);
                // (|w|² − t²)/2, factored: near a resonance the difference must keep the digits that the damping is compared with.
                TLanes real = (m - t + (rest - TLanes.Broadcast(low[node]))) * ((m + t) * half), imaginary = t * drift;
                var inverse = one / TLanes.MultiplyAdd(real, real, imaginary * imaginary);
                TLanes.Store(real * inverse, resolvent + (2 * node * lanes));
                TLanes.Store(imaginary * inverse, resolvent + (((2 * node) + 1) * lanes));
            }
        }
    }

    /// <summary>Numerators times R, added up over the modes: two numerators at once are sixteen accumulators.</summary>
    private void Sum()
    {
        var (lanes, numerators, modes) = (TLanes.Count, _shape.Numerators, _shape.Modes);
        for (var q = 0; q < numerators; q += 2)
        {
            TLanes a0 = TLanes.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
            TLanes b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0, b6 = a0, b7 = a0;
            float* numerator = _numerators + (q * lanes), resolvent = _resolvent;
            for (var n = 0; n < modes; n++)
            {
                TLanes a = TLanes.Load(numerator), b = TLanes.Load(numerator + lanes);
                var r = TLanes.Load(resolvent);
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

            var sums = _sums + (q * Vectors * lanes);
            StoreEight(sums, a0, a1, a2, a3, a4, a5, a6, a7);
            StoreEight(sums + (Vectors * lanes), b0, b1, b2, b3, b4, b5, b6, b7);
        }
    }

    /// <summary>
    /// For every mode: R's gradient Σ numerator · forSums, and the numerators' gradients, Σ R · forSums over the nodes; then through R to
    /// |w| and −Re w.
    /// </summary>
    private void AddModeGradients(float* high)
    {
        var (lanes, numerators) = (TLanes.Count, _shape.Numerators);
        for (var n = 0; n < _shape.Modes; n++)
        {
            var resolvent = _resolvent + (n * Vectors * lanes);
            TLanes r0 = TLanes.Load(resolvent),
                r1 = TLanes.Load(resolvent + lanes),
                r2 = TLanes.Load(resolvent + (2 * lanes)),
                r3 = TLanes.Load(resolvent + (3 * lanes));
            TLanes r4 = TLanes.Load(resolvent + (4 * lanes)),
                r5 = TLanes.Load(resolvent + (5 * lanes)),
                r6 = TLanes.Load(resolvent + (6 * lanes)),
                r7 = TLanes.Load(resolvent + (7 * lanes));
            TLanes d0 = TLanes.Zero, d1 = d0, d2 = d0, d3 = d0, d4 = d0, d5 = d0, d6 = d0, d7 = d0;
            float* numerator = _numerators + ((long)n * numerators * lanes),
                forNumerator = _forNumerators + ((long)n * numerators * lanes),
                g = _forSums;
            for (var q = 0; q < numerators; q++)
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

            var sums = _forModes + (2 * n * lanes);
            TLanes magnitude = TLanes.Load(sums), damping = TLanes.Load(sums + lanes);
            (magnitude, damping) = Through(r0, r1, d0, d1, high[0], magnitude, damping);
            (magnitude, damping) = Through(r2, r3, d2, d3, high[1], magnitude, damping);
            (magnitude, damping) = Through(r4, r5, d4, d5, high[2], magnitude, damping);
            (magnitude, damping) = Through(r6, r7, d6, d7, high[3], magnitude, damping);
            TLanes.Store(magnitude, sums);
            TLanes.Store(damping, sums + lanes);
        }
    }

    /// <summary>
    /// d(1/R) = −conj(R²) dR, whose parts belong to (|w|² − t²)/2 and to −t Re w; signs and constant factors follow in
    /// <see cref="Finish"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Magnitude, TLanes Damping) Through(
        TLanes re, TLanes im, TLanes dRe, TLanes dIm, float t, TLanes magnitude, TLanes damping)
    {
        TLanes squareRe = (re * re) - (im * im), twice = re + re, squareIm = twice * im;
        magnitude += TLanes.MultiplyAdd(squareRe, dRe, squareIm * dIm);
        damping = TLanes.MultiplyAdd(TLanes.Broadcast(t), (squareRe * dIm) - (squareIm * dRe), damping);
        return (magnitude, damping);
    }

    private static void StoreEight(float* to, TLanes v0, TLanes v1, TLanes v2, TLanes v3, TLanes v4, TLanes v5, TLanes v6, TLanes v7)
    {
        var lanes = TLanes.Count;
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
