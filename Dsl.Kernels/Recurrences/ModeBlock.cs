using System.Numerics;
using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// The recurrences x ← a x + u, y = Re Σ c x of as many features as there are lanes, chunk by chunk: as x + (ε x + u) with ε = a − 1, so
/// that slow modes keep their digits. The effect of rounding ε on a over a chunk is known exactly and taken back at the chunk's end; errors
/// do not grow with the length.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe struct ModeBlock<TLanes> : ISystemBlock<ModeBlock<TLanes>, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Vectors of a mode's constants: ε, c and the drift over a chunk.</summary>
    private const int Constants = 6;

    private readonly int _pairs;
    private readonly float* _modes;
    private readonly float* _forModes;
    private readonly float* _trace;

    private ModeBlock(ModeShape shape, ModePointers at, int direction, int first, float* memory)
    {
        var lanes = TLanes.Count;
        _pairs = shape.Pairs;
        _modes = memory;
        _forModes = _modes + (2 * _pairs * Constants * lanes);
        _trace = _forModes + (2 * _pairs * 4 * lanes);
        for (var mode = 0; mode < 2 * _pairs; mode++)
        {
            var constants = _modes + (mode * Constants * lanes);
            for (var lane = 0; lane < lanes; lane++)
            {
                (Complex epsilon, Complex coefficient, Complex drift) = (-1, 0, 0);
                if (mode < shape.Modes && first + lane < shape.Features)
                {
                    long index = 2 * (((first + lane) * (long)shape.Modes) + mode),
                        output = index + (2L * direction * shape.Features * shape.Modes);
                    var (re, im) = (at.Systems[index], at.Systems[index + 1]);
                    epsilon = MinusOne(re, im);
                    coefficient = new Complex(at.OutputMatrices[output], at.OutputMatrices[output + 1]);
                    var (exact, rounded) = (epsilon, new Complex((float)epsilon.Real, (float)epsilon.Imaginary));
                    // (1 + ε)² − 1 = 2ε + ε².
                    for (var steps = 1; steps < ModeShape.Chunk; steps *= 2)
                    {
                        (exact, rounded) = (exact * (exact + 2), rounded * (rounded + 2));
                    }

                    drift = exact - rounded;
                }

                constants[lane] = (float)epsilon.Real;
                constants[lane + lanes] = (float)epsilon.Imaginary;
                constants[lane + (2 * lanes)] = (float)coefficient.Real;
                constants[lane + (3 * lanes)] = (float)coefficient.Imaginary;
                constants[lane + (4 * lanes)] = (float)drift.Real;
                constants[lane + (5 * lanes)] = (float)drift.Imaginary;
            }
        }
    }

    /// <inheritdoc/>
    public float* Gradients => _forModes;

    /// <inheritdoc/>
    public static int States(ModeShape shape) => 4 * shape.Pairs;

    /// <inheritdoc/>
    public static long Floats(ModeShape shape) => (long)TLanes.Count * ((2L * shape.Pairs * (Constants + 4)) + (4 * (ModeShape.Chunk + 1)));

    /// <inheritdoc/>
    public static ModeBlock<TLanes> Pack(ModeShape shape, ModePointers at, int direction, int first, float* memory) =>
        new(shape, at, direction, first, memory);

    /// <inheritdoc/>
    public void Clear() => new Span<float>(_forModes, 2 * _pairs * 4 * TLanes.Count).Clear();

    /// <inheritdoc/>
    public void Run(float* states, float* u, float* y, int count)
    {
        var lanes = TLanes.Count;
        for (var pair = 0; pair < _pairs; pair++)
        {
            float* p = _modes + (2 * pair * Constants * lanes), q = p + (Constants * lanes), x = states + (4 * pair * lanes);
            TLanes er = TLanes.Load(p), ei = TLanes.Load(p + lanes), cr = TLanes.Load(p + (2 * lanes)), ci = TLanes.Load(p + (3 * lanes));
            TLanes fr = TLanes.Load(q), fi = TLanes.Load(q + lanes), dr = TLanes.Load(q + (2 * lanes)), di = TLanes.Load(q + (3 * lanes));
            TLanes vr = TLanes.Load(x), vi = TLanes.Load(x + lanes), wr = TLanes.Load(x + (2 * lanes)), wi = TLanes.Load(x + (3 * lanes));
            if (y == null)
            {
                for (var t = 0; t < count; t++)
                {
                    var input = TLanes.Load(u + (t * lanes));
                    (vr, vi) = Advance(vr, vi, er, ei, input);
                    (wr, wi) = Advance(wr, wi, fr, fi, input);
                }
            }
            else
            {
                for (var t = 0; t < count; t++)
                {
                    var input = TLanes.Load(u + (t * lanes));
                    (vr, vi) = Advance(vr, vi, er, ei, input);
                    (wr, wi) = Advance(wr, wi, fr, fi, input);
                    var sum = TLanes.MultiplyAddNegated(ci, vi, TLanes.MultiplyAdd(cr, vr, TLanes.Load(y + (t * lanes))));
                    TLanes.Store(sum + TLanes.MultiplyAddNegated(di, wi, dr * wr), y + (t * lanes));
                }
            }

            if (count == ModeShape.Chunk)
            {
                (vr, vi) = Correct(vr, vi, p, x, 1);
                (wr, wi) = Correct(wr, wi, q, x + (2 * lanes), 1);
            }

            TLanes.Store(vr, x);
            TLanes.Store(vi, x + lanes);
            TLanes.Store(wr, x + (2 * lanes));
            TLanes.Store(wi, x + (3 * lanes));
        }
    }

    /// <inheritdoc/>
    public void RunBack(float* states, float* adjoints, float* u, float* g, float* forInputs, int count)
    {
        var lanes = TLanes.Count;
        for (var pair = 0; pair < _pairs; pair++)
        {
            float* p = _modes + (2 * pair * Constants * lanes), q = p + (Constants * lanes);
            Trace(states + (4 * pair * lanes), p, q, u, count);
            Reverse(p, _trace, adjoints + (4 * pair * lanes), _forModes + (8 * pair * lanes), g, forInputs, count);
            Reverse(
                q,
                _trace + (2 * lanes),
                adjoints + (((4 * pair) + 2) * lanes),
                _forModes + (((8 * pair) + 4) * lanes),
                g,
                forInputs,
                count);
        }
    }

    /// <summary>The states of two modes before every position of a chunk, and after the last.</summary>
    private void Trace(float* x, float* p, float* q, float* u, int count)
    {
        var lanes = TLanes.Count;
        TLanes er = TLanes.Load(p), ei = TLanes.Load(p + lanes), fr = TLanes.Load(q), fi = TLanes.Load(q + lanes);
        TLanes vr = TLanes.Load(x), vi = TLanes.Load(x + lanes), wr = TLanes.Load(x + (2 * lanes)), wi = TLanes.Load(x + (3 * lanes));
        var trace = _trace;
        for (var t = 0; ; t++, trace += 4 * lanes)
        {
            TLanes.Store(vr, trace);
            TLanes.Store(vi, trace + lanes);
            TLanes.Store(wr, trace + (2 * lanes));
            TLanes.Store(wi, trace + (3 * lanes));
            if (t == count)
            {
                return;
            }

            var input = TLanes.Load(u + (t * lanes));
            (vr, vi) = Advance(vr, vi, er, ei, input);
            (wr, wi) = Advance(wr, wi, fr, fi, input);
        }
    }

    /// <summary>
    /// λ ← ā λ + c̄ g, whose real part is the inputs' gradient; c's gradient is Σ g x̄, a's gradient is Σ λ x̄ of the position before.
    /// </summary>
    private static void Reverse(float* constants, float* trace, float* adjoint, float* sums, float* g, float* forInputs, int count)
    {
        var lanes = TLanes.Count;
        TLanes er = TLanes.Load(constants),
            ei = TLanes.Load(constants + lanes),
            cr = TLanes.Load(constants + (2 * lanes)),
            ci = TLanes.Load(constants + (3 * lanes));
        TLanes lr = TLanes.Load(adjoint), li = TLanes.Load(adjoint + lanes);
        TLanes cRe = TLanes.Zero, cIm = cRe, aRe = cRe, aIm = cRe;
        for (var t = count - 1; t >= 0; t--)
        {
            var before = trace + (4 * t * lanes);
            var gradient = TLanes.Load(g + (t * lanes));
            (lr, li) = (
                TLanes.MultiplyAdd(er, lr, lr) + TLanes.MultiplyAdd(ei, li, cr * gradient),
                TLanes.MultiplyAdd(er, li, li) - TLanes.MultiplyAdd(ei, lr, ci * gradient));
            TLanes.Store(TLanes.Load(forInputs + (t * lanes)) + lr, forInputs + (t * lanes));
            cRe = TLanes.MultiplyAdd(gradient, TLanes.Load(before + (4 * lanes)), cRe);
            cIm = TLanes.MultiplyAddNegated(gradient, TLanes.Load(before + (5 * lanes)), cIm);
            TLanes xr = TLanes.Load(before), xi = TLanes.Load(before + lanes);
            aRe = TLanes.MultiplyAdd(lr, xr, TLanes.MultiplyAdd(li, xi, aRe));
            aIm = TLanes.MultiplyAddNegated(lr, xi, TLanes.MultiplyAdd(li, xr, aIm));
        }

        if (count == ModeShape.Chunk)
        {
            (lr, li) = Correct(lr, li, constants, adjoint, -1);
        }

        TLanes.Store(lr, adjoint);
        TLanes.Store(li, adjoint + lanes);
        TLanes.Store(TLanes.Load(sums) + cRe, sums);
        TLanes.Store(TLanes.Load(sums + lanes) + cIm, sums + lanes);
        TLanes.Store(TLanes.Load(sums + (2 * lanes)) + aRe, sums + (2 * lanes));
        TLanes.Store(TLanes.Load(sums + (3 * lanes)) + aIm, sums + (3 * lanes));
    }

    /// <summary>Adds the drift of a chunk times the state at its beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) Correct(TLanes re, TLanes im, float* constants, float* beginning, float sign)
    {
        var lanes = TLanes.Count;
        TLanes dr = TLanes.Load(constants + (4 * lanes)),
            di = TLanes.Load(constants + (5 * lanes)) * TLanes.Broadcast(sign),
            xr = TLanes.Load(beginning),
            xi = TLanes.Load(beginning + lanes);
        return (
            TLanes.MultiplyAddNegated(di, xi, TLanes.MultiplyAdd(dr, xr, re)),
            TLanes.MultiplyAdd(di, xr, TLanes.MultiplyAdd(dr, xi, im)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) Advance(TLanes xr, TLanes xi, TLanes er, TLanes ei, TLanes u) => (
        TLanes.MultiplyAdd(er, xr, xr) + TLanes.MultiplyAddNegated(ei, xi, u),
        TLanes.MultiplyAdd(er, xi, TLanes.MultiplyAdd(ei, xr, xi)));

    /// <summary>e^{re + i·im} − 1 without cancellation.</summary>
    private static Complex MinusOne(double re, double im)
    {
        var (sine, cosine) = Math.SinCos(im);
        double half = Math.Sin(im / 2), size = Math.Exp(re);
        // e^re cos − 1 = (e^re − 1) cos − 2 sin²(im/2), and e^x − 1 = 2 e^{x/2} sinh(x/2).
        return new Complex((2 * Math.Exp(re / 2) * Math.Sinh(re / 2) * cosine) - (2 * half * half), size * sine);
    }
}
