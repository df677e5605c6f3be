using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.ExponentialSums;

/// <summary>
/// The powers e^{w l} of a block of features, one in each lane: e^{w b} within a chunk and e^{w m j} of a strip's chunks as tables, and the
/// power at the strip's beginning. The powers are products in float64, rounded when they are written, so that errors do not grow with l.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe struct ExponentialPowers<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Smaller powers become zero: sums with them would be subnormal, and slow.</summary>
    private const float Least = 1e-30f;

    private readonly int _modes;
    private readonly nint _modeStep;
    private readonly double* _current;
    private readonly double* _step;
    private readonly float* _within;
    private readonly float* _ahead;
    private readonly float* _now;

    /// <summary>Makes the tables.</summary>
    /// <param name="data">The sums.</param>
    /// <param name="first">First feature of the block.</param>
    /// <param name="position">First position.</param>
    /// <param name="modesInnermost">Whether the table within a chunk is <c>[positions, modes]</c> instead of <c>[modes, positions]</c>: the
    /// order in which the table is read.</param>
    /// <param name="memory">As many floats as <see cref="Floats"/> says, aligned to float64.</param>
    public ExponentialPowers(in ExponentialData data, int first, long position, bool modesInnermost, float* memory)
    {
        var modes = data.Shape.Modes;
        nint pair = 2 * TLanes.Count, all = pair * modes;
        _modes = modes;
        (_modeStep, PositionStep) = modesInnermost ? (pair, all) : (ExponentialShape.Chunk * pair, pair);
        _current = (double*)memory;
        _step = _current + all;
        _within = (float*)(_step + all);
        _ahead = _within + (ExponentialShape.Chunk * all);
        _now = _ahead + ((ExponentialShape.Chunks - 1) * all);
        SetExponentials(_step, data, first, 1);
        SetExponentials(_current, data, first, 0);
        for (var b = 0; b < ExponentialShape.Chunk; b++)
        {
            for (var mode = 0; mode < modes; mode++)
            {
                Write(_current + (mode * pair), Within(mode) + (b * PositionStep));
                Multiply(_current + (mode * pair), _step + (mode * pair));
            }
        }

        // Now the value is e^{w m}, of which the steps between strips are powers.
        new ReadOnlySpan<double>(_current, checked((int)all)).CopyTo(new Span<double>(_step, (int)all));
        for (var j = 1; j < ExponentialShape.Chunks; j++)
        {
            for (var mode = 0; mode < modes; mode++)
            {
                Write(_step + (mode * pair), Ahead(mode, j));
                Multiply(_step + (mode * pair), _current + (mode * pair));
            }
        }

        SetExponentials(_current, data, first, position);
        for (var mode = 0; mode < modes; mode++)
        {
            Write(_current + (mode * pair), Now(mode));
        }
    }

    /// <summary>Floats from a position of the table within a chunk to the next.</summary>
    public nint PositionStep { get; }

    /// <summary>Floats from a mode of this table to the next.</summary>
    public nint ModeStep => _modeStep;

    /// <summary>Floats of memory.</summary>
    public static long Floats(int modes) => 2L * TLanes.Count * modes * (4 + ExponentialShape.Chunk + ExponentialShape.Chunks);

    /// <summary>e^{w b}, real and imaginary parts, for b = 0.</summary>
    public float* Within(int mode) => _within + (mode * _modeStep);

    /// <summary>Writes x · e^{w (l + m j)} for the chunks j of a strip that begins at l.</summary>
    /// <param name="mode">Which exponential.</param>
    /// <param name="x">Real and imaginary parts; null: 1.</param>
    /// <param name="target"><c>[chunks, 2, lanes]</c>.</param>
    public void Spread(int mode, float* x, float* target)
    {
        nint lanes = TLanes.Count;
        var now = Now(mode);
        TLanes re = TLanes.Load(now), im = TLanes.Load(now + lanes);
        if (x != null)
        {
            (re, im) = Product(re, im, TLanes.Load(x), TLanes.Load(x + lanes));
        }

        TLanes.Store(re, target);
        TLanes.Store(im, target + lanes);
        for (var j = 1; j < ExponentialShape.Chunks; j++)
        {
            var ahead = Ahead(mode, j);
            (TLanes re, TLanes im) later = Product(re, im, TLanes.Load(ahead), TLanes.Load(ahead + lanes));
            target += 2 * lanes;
            TLanes.Store(later.re, target);
            TLanes.Store(later.im, target + lanes);
        }
    }

    /// <summary>On to the next strip.</summary>
    public void Advance()
    {
        nint pair = 2 * TLanes.Count;
        for (var mode = 0; mode < _modes; mode++)
        {
            Multiply(_current + (mode * pair), _step + (mode * pair));
            Write(_current + (mode * pair), Now(mode));
        }
    }

    private float* Now(int mode) => _now + (2 * TLanes.Count * (nint)mode);

    private float* Ahead(int mode, int chunk) => _ahead + (2 * TLanes.Count * (((nint)mode * (ExponentialShape.Chunks - 1)) + chunk - 1));

    /// <summary>e^{w l}; 1 in the lanes after the last feature.</summary>
    private static void SetExponentials(double* target, in ExponentialData data, int first, long position)
    {
        int lanes = TLanes.Count, count = Math.Min(lanes, data.Shape.Features - first), modes = data.Shape.Modes;
        for (var mode = 0; mode < modes; mode++, target += 2 * lanes)
        {
            new Span<double>(target, 2 * lanes).Clear();
            for (var lane = 0; lane < count; lane++)
            {
                var w = data.Exponents + (2 * (((first + lane) * (long)modes) + mode));
                (target[lane], target[lanes + lane]) = (w[0] * position, w[1] * position);
            }

            for (var lane = 0; lane < lanes; lane += Vector256<double>.Count)
            {
                var size = Vector256.Exp(Vector256.Load(target + lane));
                var (sine, cosine) = Vector256.SinCos(Vector256.Load(target + lanes + lane));
                (size * cosine).Store(target + lane);
                (size * sine).Store(target + lanes + lane);
            }
        }
    }

    /// <summary>z ← z · factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(double* z, double* factor)
    {
        for (var lane = 0; lane < TLanes.Count; lane += Vector256<double>.Count)
        {
            Vector256<double> re = Vector256.Load(z + lane), im = Vector256.Load(z + TLanes.Count + lane);
            Vector256<double> factorRe = Vector256.Load(factor + lane), factorIm = Vector256.Load(factor + TLanes.Count + lane);
            ((re * factorRe) - (im * factorIm)).Store(z + lane);
            ((re * factorIm) + (im * factorRe)).Store(z + TLanes.Count + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(double* z, float* target)
    {
        TLanes.Store(Bounded(TLanes.Round(z)), target);
        TLanes.Store(Bounded(TLanes.Round(z + TLanes.Count)), target + TLanes.Count);
    }

    // Of a growing mode a power may be beyond all numbers at positions that are not needed; times zero such a power must give zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Bounded(TLanes power)
    {
        var inside = TLanes.Min(TLanes.Broadcast(float.MaxValue), TLanes.Max(TLanes.Broadcast(-float.MaxValue), power));
        return TLanes.WhereLess(TLanes.Abs(inside), TLanes.Broadcast(Least), TLanes.Zero, inside);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Re, TLanes Im) Product(TLanes re, TLanes im, TLanes otherRe, TLanes otherIm) =>
        (TLanes.MultiplyAddNegated(im, otherIm, re * otherRe), TLanes.MultiplyAdd(im, otherRe, re * otherIm));
}
