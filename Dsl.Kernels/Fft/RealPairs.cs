using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Fft;

/// <summary>
/// Pointwise work on the transforms of real sequences. The rows of frequencies k and −k together hold the transforms of the even elements,
/// E, and of the odd ones, O, of the sequence: Z_k = E_k + iO_k. With w = e^{−2πi k/size} the product of two sequences has E = E'E'' + w
/// O'O'' and O = E'O'' + O'E''; nothing else is needed to convolve.
/// </summary>
/// <remarks>A spectrum is stored pair by pair, as the real and the imaginary part of E, then of O: four vectors.</remarks>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class RealPairs<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Vectors per pair.</summary>
    public const int Vectors = 4;

    /// <summary>Floats of the spectrum of as many sequences as there are lanes.</summary>
    /// <param name="plan">The rows' plan.</param>
    public static long Floats(FftPlan plan) => (long)plan.First.Length * Vectors * TLanes.Count;

    /// <summary>Splits rows of frequency.</summary>
    /// <param name="rows">From <see cref="LaneFft{TLanes}"/>.</param>
    /// <param name="plan">Their plan.</param>
    /// <param name="factor">Factor of 2E and 2O.</param>
    /// <param name="spectrum">Receives E and O.</param>
    public static void Split(float* rows, FftPlan plan, float factor, float* spectrum)
    {
        var lanes = TLanes.Count;
        var scale = TLanes.Broadcast(factor);
        for (var pair = 0; pair < plan.First.Length; pair++)
        {
            var (er, ei, or, oi) = Read(rows, plan, pair);
            TLanes.Store(er * scale, spectrum);
            TLanes.Store(ei * scale, spectrum + lanes);
            TLanes.Store(or * scale, spectrum + (2 * lanes));
            TLanes.Store(oi * scale, spectrum + (3 * lanes));
            spectrum += Vectors * lanes;
        }
    }

    /// <summary>Joins E and O, added up over several spectra, to rows of frequency.</summary>
    /// <param name="spectra">The first.</param>
    /// <param name="count">Number of spectra.</param>
    /// <param name="step">Floats from one to the next.</param>
    /// <param name="plan">The rows' plan.</param>
    /// <param name="factor">Factor of the sums.</param>
    /// <param name="rows">Receives E + iO.</param>
    public static void Join(float* spectra, int count, long step, FftPlan plan, float factor, float* rows)
    {
        var lanes = TLanes.Count;
        var scale = TLanes.Broadcast(factor);
        for (var pair = 0; pair < plan.First.Length; pair++)
        {
            TLanes er = TLanes.Zero, ei = er, or = er, oi = er;
            var part = spectra + ((long)pair * Vectors * lanes);
            for (var i = 0; i < count; i++)
            {
                (er, ei) = (er + TLanes.Load(part), ei + TLanes.Load(part + lanes));
                (or, oi) = (or + TLanes.Load(part + (2 * lanes)), oi + TLanes.Load(part + (3 * lanes)));
                part += step;
            }

            Write(rows, plan, pair, er * scale, ei * scale, or * scale, oi * scale);
        }
    }

    /// <summary>Multiplies rows of frequency by a spectrum.</summary>
    /// <param name="rows">2E + 2iO of the sequences.</param>
    /// <param name="spectrum">E and O of the kernels.</param>
    /// <param name="plan">The rows' plan.</param>
    /// <param name="target">Receives the products; may be the rows themselves.</param>
    public static void Multiply(float* rows, float* spectrum, FftPlan plan, float* target)
    {
        var lanes = TLanes.Count;
        for (var pair = 0; pair < plan.First.Length; pair++)
        {
            var (er, ei, or, oi) = Read(rows, plan, pair);
            TLanes fr = TLanes.Load(spectrum),
                fi = TLanes.Load(spectrum + lanes),
                gr = TLanes.Load(spectrum + (2 * lanes)),
                gi = TLanes.Load(spectrum + (3 * lanes));
            var (tr, ti) = Turned(gr, gi, plan, pair);
            Write(
                target,
                plan,
                pair,
                TLanes.MultiplyAddNegated(oi, ti, TLanes.MultiplyAdd(or, tr, TLanes.MultiplyAddNegated(ei, fi, er * fr))),
                TLanes.MultiplyAdd(oi, tr, TLanes.MultiplyAdd(or, ti, TLanes.MultiplyAdd(ei, fr, er * fi))),
                TLanes.MultiplyAddNegated(oi, fi, TLanes.MultiplyAdd(or, fr, TLanes.MultiplyAddNegated(ei, gi, er * gr))),
                TLanes.MultiplyAdd(oi, fr, TLanes.MultiplyAdd(or, fi, TLanes.MultiplyAdd(ei, gr, er * gi))));
            spectrum += Vectors * lanes;
        }
    }

    /// <summary>Multiplies rows of frequency by the conjugate of a spectrum: correlates.</summary>
    /// <param name="rows">2E + 2iO of the sequences.</param>
    /// <param name="spectrum">E and O of the kernels.</param>
    /// <param name="plan">The rows' plan.</param>
    /// <param name="target">Receives the products; may be the rows themselves.</param>
    /// <param name="add">Whether E and O are added to the present contents.</param>
    public static void Correlate(float* rows, float* spectrum, FftPlan plan, float* target, bool add)
    {
        var lanes = TLanes.Count;
        for (var pair = 0; pair < plan.First.Length; pair++)
        {
            var (er, ei, or, oi) = Read(rows, plan, pair);
            TLanes fr = TLanes.Load(spectrum),
                fi = TLanes.Load(spectrum + lanes),
                gr = TLanes.Load(spectrum + (2 * lanes)),
                gi = TLanes.Load(spectrum + (3 * lanes));
            var (tr, ti) = Turned(gr, gi, plan, pair);
            var (xr, xi) = TimesConjugate(er, ei, fr, fi, or, oi, gr, gi);
            var (yr, yi) = TimesConjugate(er, ei, tr, ti, or, oi, fr, fi);
            if (add)
            {
                Add(target, plan, pair, xr, xi, yr, yi);
            }
            else
            {
                Write(target, plan, pair, xr, xi, yr, yi);
            }

            spectrum += Vectors * lanes;
        }
    }

    /// <summary>
    /// The spectrum of the kernels' gradient: the spectrum of the outputs' gradient times the conjugate of the inputs' spectrum.
    /// </summary>
    /// <param name="outputs">2E + 2iO of the outputs' gradient.</param>
    /// <param name="inputs">2E + 2iO of the inputs.</param>
    /// <param name="plan">The rows' plan.</param>
    /// <param name="spectrum">Receives four times E and O.</param>
    /// <param name="add">Whether E and O are added to the present contents.</param>
    public static void Accumulate(float* outputs, float* inputs, FftPlan plan, float* spectrum, bool add)
    {
        var lanes = TLanes.Count;
        for (var pair = 0; pair < plan.First.Length; pair++)
        {
            var (er, ei, or, oi) = Read(outputs, plan, pair);
            var (fr, fi, gr, gi) = Read(inputs, plan, pair);
            var (tr, ti) = Turned(gr, gi, plan, pair);
            var (xr, xi) = TimesConjugate(er, ei, fr, fi, or, oi, gr, gi);
            var (yr, yi) = TimesConjugate(er, ei, tr, ti, or, oi, fr, fi);
            if (add)
            {
                (xr, xi) = (xr + TLanes.Load(spectrum), xi + TLanes.Load(spectrum + lanes));
                (yr, yi) = (yr + TLanes.Load(spectrum + (2 * lanes)), yi + TLanes.Load(spectrum + (3 * lanes)));
            }

            TLanes.Store(xr, spectrum);
            TLanes.Store(xi, spectrum + lanes);
            TLanes.Store(yr, spectrum + (2 * lanes));
            TLanes.Store(yi, spectrum + (3 * lanes));
            spectrum += Vectors * lanes;
        }
    }

    /// <summary>a b̄ + c d̄.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) TimesConjugate(
        TLanes ar, TLanes ai, TLanes br, TLanes bi, TLanes cr, TLanes ci, TLanes dr, TLanes di) =>
        (TLanes.MultiplyAdd(ci, di, TLanes.MultiplyAdd(cr, dr, TLanes.MultiplyAdd(ai, bi, ar * br))),
            TLanes.MultiplyAddNegated(cr, di, TLanes.MultiplyAdd(ci, dr, TLanes.MultiplyAddNegated(ar, bi, ai * br))));

    /// <summary>O times w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) Turned(TLanes re, TLanes im, FftPlan plan, int pair)
    {
        TLanes cosine = TLanes.Broadcast(plan.Rotation[2 * pair]), sine = TLanes.Broadcast(plan.Rotation[(2 * pair) + 1]);
        return (TLanes.MultiplyAddNegated(im, sine, re * cosine), TLanes.MultiplyAdd(re, sine, im * cosine));
    }

    /// <summary>2E and 2O.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Er, TLanes Ei, TLanes Or, TLanes Oi) Read(float* rows, FftPlan plan, int pair)
    {
        var lanes = TLanes.Count;
        float* a = rows + ((long)plan.First[pair] * 2 * lanes), b = rows + ((long)plan.Second[pair] * 2 * lanes);
        TLanes ar = TLanes.Load(a), ai = TLanes.Load(a + lanes), br = TLanes.Load(b), bi = TLanes.Load(b + lanes);
        return (ar + br, ai - bi, ai + bi, br - ar);
    }

    /// <summary>E + iO at a frequency, and its partner's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* rows, FftPlan plan, int pair, TLanes er, TLanes ei, TLanes or, TLanes oi)
    {
        var lanes = TLanes.Count;
        float* a = rows + ((long)plan.First[pair] * 2 * lanes), b = rows + ((long)plan.Second[pair] * 2 * lanes);
        TLanes.Store(er - oi, a);
        TLanes.Store(ei + or, a + lanes);
        TLanes.Store(er + oi, b);
        TLanes.Store(or - ei, b + lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* rows, FftPlan plan, int pair, TLanes er, TLanes ei, TLanes or, TLanes oi)
    {
        var lanes = TLanes.Count;
        float* a = rows + ((long)plan.First[pair] * 2 * lanes), b = rows + ((long)plan.Second[pair] * 2 * lanes);
        TLanes ar = TLanes.Load(a), ai = TLanes.Load(a + lanes), br = TLanes.Load(b), bi = TLanes.Load(b + lanes);
        TLanes.Store(ar + (er - oi), a);
        TLanes.Store(ai + (ei + or), a + lanes);
        TLanes.Store(br + (er + oi), b);
        TLanes.Store(bi + (or - ei), b + lanes);
    }
}
