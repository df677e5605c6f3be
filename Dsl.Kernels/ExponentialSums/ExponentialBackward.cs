using System.Numerics;
using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.ExponentialSums;

/// <summary>
/// Gradients of a block of features from a range of positions, from S = Σ g_l e^{w l} and T = Σ l g_l e^{w l}: 2 S̄ of a coefficient, and
/// of an exponent 2 Σ c̄ T̄ over the rows. The ranges' are added up by the caller.
/// </summary>
internal readonly unsafe struct ExponentialBackward : ILaneTiles
{
    /// <summary>The sums of the forward pass.</summary>
    public required ExponentialData Data { get; init; }

    /// <summary>The sums' gradient, <c>[rows, length, features]</c>.</summary>
    public required float* Gradient { get; init; }

    /// <summary>Receives the exponents' gradient, <c>[ranges, features, modes, 2]</c>.</summary>
    public required double* ForExponents { get; init; }

    /// <summary>Receives the coefficients' gradient, <c>[ranges, rows, features, modes, 2]</c>.</summary>
    public required double* ForCoefficients { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Data.Shape.Tiles(lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var shape = Data.Shape;
        var (block, range) = Math.DivRem(tile, shape.Ranges);
        int lanes = TLanes.Count, first = block * lanes, count = Math.Min(lanes, shape.Features - first), modes = shape.Modes;
        long tables = ExponentialPowers<TLanes>.Floats(modes),
            totals = 4L * lanes * shape.Rows * modes,
            factors = 2L * lanes * ExponentialShape.Chunks * modes;
        var memory = Scratch.Floats(tables + (2 * totals) + factors + (ExponentialShape.Strip * lanes));
        var sums = (double*)(memory + tables);
        float* q = (float*)(sums + totals), g = q + factors;
        for (long i = 0; i < totals; i++)
        {
            sums[i] = 0;
        }

        long from = range * shape.StripsPerTile, to = Math.Min(from + shape.StripsPerTile, shape.Strips);
        var powers = new ExponentialPowers<TLanes>(Data, first, from * ExponentialShape.Strip, modesInnermost: false, memory);
        for (var at = from; at < to; at++)
        {
            if (at > from)
            {
                powers.Advance();
            }

            var position = at * ExponentialShape.Strip;
            var positions = (int)Math.Min(ExponentialShape.Strip, shape.Length - position);
            for (var mode = 0; mode < modes; mode++)
            {
                powers.Spread(mode, null, q + (2 * lanes * ExponentialShape.Chunks * (nint)mode));
            }

            for (var row = 0; row < shape.Rows; row++)
            {
                Pack<TLanes>(g, Gradient + (((row * shape.Length) + position) * shape.Features) + first, positions, count);
                for (var mode = 0; mode < modes; mode++)
                {
                    Sum<TLanes>(
                        g,
                        powers.Within(mode),
                        q + (2 * lanes * ExponentialShape.Chunks * (nint)mode),
                        position,
                        sums + (4 * lanes * (((nint)row * modes) + mode)));
                }
            }
        }

        Write<TLanes>(sums, range, first, count);
    }

    /// <summary>A strip of the gradient, zeros after the last position and feature.</summary>
    private void Pack<TLanes>(float* target, float* source, int positions, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count, features = Data.Shape.Features;
        if (positions < ExponentialShape.Strip || count < lanes)
        {
            new Span<float>(target, ExponentialShape.Strip * lanes).Clear();
        }

        for (var i = 0; i < positions; i++)
        {
            new ReadOnlySpan<float>(source + ((long)i * features), count).CopyTo(new Span<float>(target + (i * lanes), count));
        }
    }

    private void Write<TLanes>(double* sums, int range, int first, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        var shape = Data.Shape;
        var lanes = TLanes.Count;
        for (var lane = 0; lane < count; lane++)
        {
            for (var mode = 0; mode < shape.Modes; mode++)
            {
                long place = ((long)(first + lane) * shape.Modes) + mode, all = (long)shape.Features * shape.Modes;
                var forExponent = Complex.Zero;
                for (var row = 0; row < shape.Rows; row++)
                {
                    double* sum = sums + (4L * lanes * (((long)row * shape.Modes) + mode)) + lane,
                        c = Data.Coefficients + (2 * ((row * all) + place));
                    var target = ForCoefficients + (2 * (((((long)range * shape.Rows) + row) * all) + place));
                    (target[0], target[1]) = (2 * sum[0], -2 * sum[lanes]);
                    forExponent += new Complex(c[0], c[1]) * new Complex(sum[2 * lanes], sum[3 * lanes]);
                }

                var forW = ForExponents + (2 * ((range * all) + place));
                (forW[0], forW[1]) = (2 * forExponent.Real, -2 * forExponent.Imaginary);
            }
        }
    }

    /// <summary>
    /// Adds the four chunks of a strip to S and T of one mode: Σ g_b y_b of a chunk from its end, and Σ b g_b y_b as the sum of the sums
    /// after each position.
    /// </summary>
    /// <param name="g">The gradient, <c>[chunks, positions, lanes]</c>.</param>
    /// <param name="y">Powers within a chunk, <c>[positions, 2, lanes]</c>.</param>
    /// <param name="q">Powers at the chunks' beginnings, <c>[chunks, 2, lanes]</c>.</param>
    /// <param name="position">The first.</param>
    /// <param name="sums">S and T, <c>[2, 2, lanes]</c>.</param>
    [MethodImpl(HotLoop.Options)]
    private static void Sum<TLanes>(float* g, float* y, float* q, long position, double* sums)
        where TLanes : struct, ILanes<TLanes>
    {
        nint lanes = TLanes.Count, chunk = ExponentialShape.Chunk * lanes;
        TLanes sumRe = TLanes.Zero, sumIm = sumRe, timesRe = sumRe, timesIm = sumRe;
        for (
            var pair = 0; pair < ExponentialShape.Chunks; pair += 2, g += 2 * chunk, position += 2 * ExponentialShape.Chunk, q += 4 * lanes)
        {
            TLanes re0 = TLanes.Zero, im0 = re0, re1 = re0, im1 = re0, behindRe0 = re0, behindIm0 = re0, behindRe1 = re0, behindIm1 = re0;
            float* power = y + (2 * chunk), value = g + chunk;
            for (var b = ExponentialShape.Chunk - 1; b > 0; b--)
            {
                power -= 2 * lanes;
                value -= lanes;
                TLanes re = TLanes.Load(power),
                    im = TLanes.Load(power + lanes),
                    first = TLanes.Load(value),
                    second = TLanes.Load(value + chunk);
                re0 = TLanes.MultiplyAdd(first, re, re0);
                im0 = TLanes.MultiplyAdd(first, im, im0);
                re1 = TLanes.MultiplyAdd(second, re, re1);
                im1 = TLanes.MultiplyAdd(second, im, im1);
                behindRe0 += re0;
                behindIm0 += im0;
                behindRe1 += re1;
                behindIm1 += im1;
            }

            re0 += TLanes.Load(g);
            re1 += TLanes.Load(g + chunk);
            TLanes start = TLanes.Broadcast(position), qRe = TLanes.Load(q), qIm = TLanes.Load(q + lanes);
            behindRe0 = TLanes.MultiplyAdd(start, re0, behindRe0);
            behindIm0 = TLanes.MultiplyAdd(start, im0, behindIm0);
            sumRe = TLanes.MultiplyAddNegated(qIm, im0, TLanes.MultiplyAdd(qRe, re0, sumRe));
            sumIm = TLanes.MultiplyAdd(qIm, re0, TLanes.MultiplyAdd(qRe, im0, sumIm));
            timesRe = TLanes.MultiplyAddNegated(qIm, behindIm0, TLanes.MultiplyAdd(qRe, behindRe0, timesRe));
            timesIm = TLanes.MultiplyAdd(qIm, behindRe0, TLanes.MultiplyAdd(qRe, behindIm0, timesIm));
            (start, qRe, qIm) = (
                TLanes.Broadcast(position + ExponentialShape.Chunk), TLanes.Load(q + (2 * lanes)), TLanes.Load(q + (3 * lanes)));
            behindRe1 = TLanes.MultiplyAdd(start, re1, behindRe1);
            behindIm1 = TLanes.MultiplyAdd(start, im1, behindIm1);
            sumRe = TLanes.MultiplyAddNegated(qIm, im1, TLanes.MultiplyAdd(qRe, re1, sumRe));
            sumIm = TLanes.MultiplyAdd(qIm, re1, TLanes.MultiplyAdd(qRe, im1, sumIm));
            timesRe = TLanes.MultiplyAddNegated(qIm, behindIm1, TLanes.MultiplyAdd(qRe, behindRe1, timesRe));
            timesIm = TLanes.MultiplyAdd(qIm, behindRe1, TLanes.MultiplyAdd(qRe, behindIm1, timesIm));
        }

        TLanes.AddTo(sums, sumRe);
        TLanes.AddTo(sums + lanes, sumIm);
        TLanes.AddTo(sums + (2 * lanes), timesRe);
        TLanes.AddTo(sums + (3 * lanes), timesIm);
    }
}
