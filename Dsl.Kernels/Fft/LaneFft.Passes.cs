using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Fft;

/// <content>The butterflies.</content>
internal static unsafe partial class LaneFft<TLanes>
{
    /// <summary>The last pass of sizes with one factor of two left.</summary>
    private static void Two(float* rows)
    {
        var lanes = TLanes.Count;
        TLanes ar = TLanes.Load(rows),
            ai = TLanes.Load(rows + lanes),
            br = TLanes.Load(rows + (2 * lanes)),
            bi = TLanes.Load(rows + (3 * lanes));
        TLanes.Store(ar + br, rows);
        TLanes.Store(ai + bi, rows + lanes);
        TLanes.Store(ar - br, rows + (2 * lanes));
        TLanes.Store(ai - bi, rows + (3 * lanes));
    }

    private static void Three<TDirection>(float* rows, int count, float* twiddles)
        where TDirection : struct, IFftDirection
    {
        var lanes = TLanes.Count;
        var part = (long)count * 2 * lanes;
        TLanes half = TLanes.Broadcast(0.5f), sine = TLanes.Broadcast(TDirection.IsInverse ? -0.866025404f : 0.866025404f);
        for (var j = 0; j < count; j++)
        {
            float* p0 = rows + ((long)j * 2 * lanes), p1 = p0 + part, p2 = p1 + part;
            var (a0r, a0i) = (TLanes.Load(p0), TLanes.Load(p0 + lanes));
            var (a1r, a1i) = Fetch<TDirection>(p1, twiddles, 0);
            var (a2r, a2i) = Fetch<TDirection>(p2, twiddles, 1);
            var (sr, si) = (a1r + a2r, a1i + a2i);
            var (dr, di) = ((a1r - a2r) * sine, (a1i - a2i) * sine);
            var (tr, ti) = (TLanes.MultiplyAddNegated(sr, half, a0r), TLanes.MultiplyAddNegated(si, half, a0i));
            TLanes.Store(a0r + sr, p0);
            TLanes.Store(a0i + si, p0 + lanes);
            Put<TDirection>(tr + di, ti - dr, p1, twiddles, 0);
            Put<TDirection>(tr - di, ti + dr, p2, twiddles, 1);
            twiddles += 4;
        }
    }

    private static void Five<TDirection>(float* rows, int count, float* twiddles)
        where TDirection : struct, IFftDirection
    {
        var lanes = TLanes.Count;
        var part = (long)count * 2 * lanes;
        TLanes cosine1 = TLanes.Broadcast(0.309016994f), cosine2 = TLanes.Broadcast(-0.809016994f);
        TLanes sine1 = TLanes.Broadcast(TDirection.IsInverse ? -0.951056516f : 0.951056516f),
            sine2 = TLanes.Broadcast(TDirection.IsInverse ? -0.587785252f : 0.587785252f);
        for (var j = 0; j < count; j++)
        {
            float* p0 = rows + ((long)j * 2 * lanes), p1 = p0 + part, p2 = p1 + part, p3 = p2 + part, p4 = p3 + part;
            var (a0r, a0i) = (TLanes.Load(p0), TLanes.Load(p0 + lanes));
            var (a1r, a1i) = Fetch<TDirection>(p1, twiddles, 0);
            var (a2r, a2i) = Fetch<TDirection>(p2, twiddles, 1);
            var (a3r, a3i) = Fetch<TDirection>(p3, twiddles, 2);
            var (a4r, a4i) = Fetch<TDirection>(p4, twiddles, 3);
            var (s1r, s1i) = (a1r + a4r, a1i + a4i);
            var (s2r, s2i) = (a2r + a3r, a2i + a3i);
            var (d1r, d1i) = (a1r - a4r, a1i - a4i);
            var (d2r, d2i) = (a2r - a3r, a2i - a3i);
            TLanes.Store(a0r + s1r + s2r, p0);
            TLanes.Store(a0i + s1i + s2i, p0 + lanes);
            TLanes t1r = TLanes.MultiplyAdd(s1r, cosine1, TLanes.MultiplyAdd(s2r, cosine2, a0r)),
                t1i = TLanes.MultiplyAdd(s1i, cosine1, TLanes.MultiplyAdd(s2i, cosine2, a0i));
            TLanes t2r = TLanes.MultiplyAdd(s1r, cosine2, TLanes.MultiplyAdd(s2r, cosine1, a0r)),
                t2i = TLanes.MultiplyAdd(s1i, cosine2, TLanes.MultiplyAdd(s2i, cosine1, a0i));
            TLanes u1r = TLanes.MultiplyAdd(d1r, sine1, d2r * sine2), u1i = TLanes.MultiplyAdd(d1i, sine1, d2i * sine2);
            TLanes u2r = TLanes.MultiplyAddNegated(d2r, sine1, d1r * sine2), u2i = TLanes.MultiplyAddNegated(d2i, sine1, d1i * sine2);
            Put<TDirection>(t1r + u1i, t1i - u1r, p1, twiddles, 0);
            Put<TDirection>(t2r + u2i, t2i - u2r, p2, twiddles, 1);
            Put<TDirection>(t2r - u2i, t2i + u2r, p3, twiddles, 2);
            Put<TDirection>(t1r - u1i, t1i + u1r, p4, twiddles, 3);
            twiddles += 8;
        }
    }

    private static void Four<TDirection>(float* rows, int count, float* twiddles)
        where TDirection : struct, IFftDirection
    {
        var lanes = TLanes.Count;
        var part = (long)count * 2 * lanes;
        for (var j = 0; j < count; j++)
        {
            float* p0 = rows + ((long)j * 2 * lanes), p1 = p0 + part, p2 = p1 + part, p3 = p2 + part;
            TLanes a0r = TLanes.Load(p0), a0i = TLanes.Load(p0 + lanes);
            var (a1r, a1i) = Fetch<TDirection>(p1, twiddles, 0);
            var (a2r, a2i) = Fetch<TDirection>(p2, twiddles, 1);
            var (a3r, a3i) = Fetch<TDirection>(p3, twiddles, 2);
            TLanes s0r = a0r + a2r, s0i = a0i + a2i, d0r = a0r - a2r, d0i = a0i - a2i;
            TLanes s1r = a1r + a3r, s1i = a1i + a3i;
            TLanes d1r = TDirection.IsInverse ? a3r - a1r : a1r - a3r, d1i = TDirection.IsInverse ? a3i - a1i : a1i - a3i;
            TLanes.Store(s0r + s1r, p0);
            TLanes.Store(s0i + s1i, p0 + lanes);
            Put<TDirection>(d0r + d1i, d0i - d1r, p1, twiddles, 0);
            Put<TDirection>(s0r - s1r, s0i - s1i, p2, twiddles, 1);
            Put<TDirection>(d0r - d1i, d0i + d1r, p3, twiddles, 2);
            twiddles += 6;
        }
    }

    /// <summary>Eight rows that are a transform of their own: always the last pass.</summary>
    private static void Eight<TDirection>(float* rows)
        where TDirection : struct, IFftDirection
    {
        var lanes = TLanes.Count;
        TLanes a0r = TLanes.Load(rows),
            a0i = TLanes.Load(rows + lanes),
            a4r = TLanes.Load(rows + (8 * lanes)),
            a4i = TLanes.Load(rows + (9 * lanes));
        TLanes a2r = TLanes.Load(rows + (4 * lanes)),
            a2i = TLanes.Load(rows + (5 * lanes)),
            a6r = TLanes.Load(rows + (12 * lanes)),
            a6i = TLanes.Load(rows + (13 * lanes));
        (a0r, a0i, a4r, a4i) = (a0r + a4r, a0i + a4i, a0r - a4r, a0i - a4i);
        (a2r, a2i, a6r, a6i) = (a2r + a6r, a2i + a6i, a2r - a6r, a2i - a6i);
        Turn<TDirection>(ref a6r, ref a6i);
        (a0r, a0i, a2r, a2i) = (a0r + a2r, a0i + a2i, a0r - a2r, a0i - a2i);
        (a4r, a4i, a6r, a6i) = (a4r + a6r, a4i + a6i, a4r - a6r, a4i - a6i);
        TLanes a1r = TLanes.Load(rows + (2 * lanes)),
            a1i = TLanes.Load(rows + (3 * lanes)),
            a5r = TLanes.Load(rows + (10 * lanes)),
            a5i = TLanes.Load(rows + (11 * lanes));
        TLanes a3r = TLanes.Load(rows + (6 * lanes)),
            a3i = TLanes.Load(rows + (7 * lanes)),
            a7r = TLanes.Load(rows + (14 * lanes)),
            a7i = TLanes.Load(rows + (15 * lanes));
        (a1r, a1i, a5r, a5i) = (a1r + a5r, a1i + a5i, a1r - a5r, a1i - a5i);
        (a3r, a3i, a7r, a7i) = (a3r + a7r, a3i + a7i, a3r - a7r, a3i - a7i);
        Turn<TDirection>(ref a7r, ref a7i);
        (a1r, a1i, a3r, a3i) = (a1r + a3r, a1i + a3i, a1r - a3r, a1i - a3i);
        Turn<TDirection>(ref a3r, ref a3i);
        (a5r, a5i, a7r, a7i) = (a5r + a7r, a5i + a7i, a5r - a7r, a5i - a7i);

        // a5 · e^{∓iπ/4} and a7 · e^{∓3iπ/4}.
        var root = TLanes.Broadcast(0.707106781f);
        (a5r, a5i) = TDirection.IsInverse ? ((a5r - a5i) * root, (a5r + a5i) * root) : ((a5r + a5i) * root, (a5i - a5r) * root);
        (a7r, a7i) = TDirection.IsInverse ? (-(a7r + a7i) * root, (a7r - a7i) * root) : ((a7i - a7r) * root, -(a7r + a7i) * root);

        Both(a0r, a0i, a1r, a1i, rows, rows + (8 * lanes));
        Both(a4r, a4i, a5r, a5i, rows + (2 * lanes), rows + (10 * lanes));
        Both(a2r, a2i, a3r, a3i, rows + (4 * lanes), rows + (12 * lanes));
        Both(a6r, a6i, a7r, a7i, rows + (6 * lanes), rows + (14 * lanes));
    }

    /// <summary>The first pass of the forward transform, from a real sequence.</summary>
    private static void ReadingPass(float* source, long stride, int length, float* rows, FftPlan plan)
    {
        int lanes = TLanes.Count, count = plan.Size / 4;
        var part = (long)count * 2 * lanes;
        var zeros = stackalloc float[lanes];
        TLanes.Store(TLanes.Zero, zeros);
        fixed (float* table = plan.Twiddles[0])
        {
            var twiddles = table;
            for (var j = 0; j < count; j++)
            {
                var p0 = rows + ((long)j * 2 * lanes);
                var (a0r, a0i) = Read(source, stride, length, j, zeros);
                var (a1r, a1i) = Read(source, stride, length, j + count, zeros);
                if (2 * (j + (2 * count)) < length)
                {
                    var (a2r, a2i) = Read(source, stride, length, j + (2 * count), zeros);
                    var (a3r, a3i) = Read(source, stride, length, j + (3 * count), zeros);
                    TLanes s0r = a0r + a2r, s0i = a0i + a2i, d0r = a0r - a2r, d0i = a0i - a2i;
                    TLanes s1r = a1r + a3r, s1i = a1i + a3i, d1r = a1r - a3r, d1i = a1i - a3i;
                    TLanes.Store(s0r + s1r, p0);
                    TLanes.Store(s0i + s1i, p0 + lanes);
                    Put<ForwardFft>(d0r + d1i, d0i - d1r, p0 + part, twiddles, 0);
                    Put<ForwardFft>(s0r - s1r, s0i - s1i, p0 + (2 * part), twiddles, 1);
                    Put<ForwardFft>(d0r - d1i, d0i + d1r, p0 + (3 * part), twiddles, 2);
                }
                else
                {
                    TLanes.Store(a0r + a1r, p0);
                    TLanes.Store(a0i + a1i, p0 + lanes);
                    Put<ForwardFft>(a0r + a1i, a0i - a1r, p0 + part, twiddles, 0);
                    Put<ForwardFft>(a0r - a1r, a0i - a1i, p0 + (2 * part), twiddles, 1);
                    Put<ForwardFft>(a0r - a1i, a0i + a1r, p0 + (3 * part), twiddles, 2);
                }

                twiddles += 6;
            }
        }
    }

    /// <summary>The last pass of the inverse, to a real sequence.</summary>
    private static void WritingPass(float* rows, FftPlan plan, float* target, long stride, int length)
    {
        int lanes = TLanes.Count, count = plan.Size / 4;
        var part = (long)count * 2 * lanes;
        fixed (float* table = plan.Twiddles[0])
        {
            var twiddles = table;
            for (var j = 0; j < count && 2 * j < length; j++)
            {
                var p0 = rows + ((long)j * 2 * lanes);
                TLanes a0r = TLanes.Load(p0), a0i = TLanes.Load(p0 + lanes);
                var (a1r, a1i) = Fetch<InverseFft>(p0 + part, twiddles, 0);
                var (a2r, a2i) = Fetch<InverseFft>(p0 + (2 * part), twiddles, 1);
                var (a3r, a3i) = Fetch<InverseFft>(p0 + (3 * part), twiddles, 2);
                TLanes s0r = a0r + a2r, s0i = a0i + a2i, d0r = a0r - a2r, d0i = a0i - a2i;
                TLanes s1r = a1r + a3r, s1i = a1i + a3i, d1r = a1r - a3r, d1i = a1i - a3i;
                Write(target, stride, length, j, s0r + s1r, s0i + s1i);
                Write(target, stride, length, j + count, d0r - d1i, d0i + d1r);
                if (2 * (j + (2 * count)) < length)
                {
                    Write(target, stride, length, j + (2 * count), s0r - s1r, s0i - s1i);
                    Write(target, stride, length, j + (3 * count), d0r + d1i, d0i - d1r);
                }

                twiddles += 6;
            }
        }
    }

    /// <summary>Two times of real sequences as a row; zeros after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) Read(float* source, long stride, int length, int row, float* zeros)
    {
        var at = source + (2 * row * stride);
        return (TLanes.Load(2 * row < length ? at : zeros), TLanes.Load((2 * row) + 1 < length ? at + stride : zeros));
    }

    /// <summary>A row as two times of real sequences, unless they are after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* target, long stride, int length, int row, TLanes re, TLanes im)
    {
        var at = target + (2 * row * stride);
        if (2 * row < length)
        {
            TLanes.Store(re, at);
        }

        if ((2 * row) + 1 < length)
        {
            TLanes.Store(im, at + stride);
        }
    }

    /// <summary>Reads a row; the inverse multiplies it by its conjugated factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) Fetch<TDirection>(float* row, float* twiddles, int index)
        where TDirection : struct, IFftDirection
    {
        TLanes re = TLanes.Load(row), im = TLanes.Load(row + TLanes.Count);
        if (!TDirection.IsInverse || twiddles == null)
        {
            return (re, im);
        }

        TLanes cosine = TLanes.Broadcast(twiddles[2 * index]), sine = TLanes.Broadcast(twiddles[(2 * index) + 1]);
        return (TLanes.MultiplyAdd(re, cosine, im * sine), TLanes.MultiplyAddNegated(re, sine, im * cosine));
    }

    /// <summary>Writes a row; the forward transform multiplies it by its factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TDirection>(TLanes re, TLanes im, float* row, float* twiddles, int index)
        where TDirection : struct, IFftDirection
    {
        if (!TDirection.IsInverse && twiddles != null)
        {
            TLanes cosine = TLanes.Broadcast(twiddles[2 * index]), sine = TLanes.Broadcast(twiddles[(2 * index) + 1]);
            (re, im) = (TLanes.MultiplyAddNegated(im, sine, re * cosine), TLanes.MultiplyAdd(re, sine, im * cosine));
        }

        TLanes.Store(re, row);
        TLanes.Store(im, row + TLanes.Count);
    }

    /// <summary>Multiplies by −i, the inverse by i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<TDirection>(ref TLanes re, ref TLanes im)
        where TDirection : struct, IFftDirection => (re, im) = TDirection.IsInverse ? (-im, re) : (im, -re);

    /// <summary>Writes a + b and a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both(TLanes ar, TLanes ai, TLanes br, TLanes bi, float* sum, float* difference)
    {
        TLanes.Store(ar + br, sum);
        TLanes.Store(ai + bi, sum + TLanes.Count);
        TLanes.Store(ar - br, difference);
        TLanes.Store(ai - bi, difference + TLanes.Count);
    }
}
