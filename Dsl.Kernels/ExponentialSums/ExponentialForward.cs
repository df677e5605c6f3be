using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.ExponentialSums;

/// <summary>The sums of a block of features over a range of positions.</summary>
internal readonly unsafe struct ExponentialForward : ILaneTiles
{
    /// <summary>Positions of a chunk that are summed side by side.</summary>
    private const int Positions = 2;

    /// <summary>Exponents and coefficients.</summary>
    public required ExponentialData Data { get; init; }

    /// <summary>Receives the sums, <c>[rows, length, features]</c>.</summary>
    public required float* Sums { get; init; }

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
            coefficients = 2L * lanes * shape.Rows * modes,
            factors = 2L * lanes * ExponentialShape.Chunks * modes;
        var memory = Scratch.Floats(tables + coefficients + factors + (ExponentialShape.Strip * lanes));
        float* c = memory + tables, x = c + coefficients, strip = x + factors;
        long from = range * shape.StripsPerTile, to = Math.Min(from + shape.StripsPerTile, shape.Strips);
        var powers = new ExponentialPowers<TLanes>(Data, first, from * ExponentialShape.Strip, modesInnermost: true, memory);
        Pack<TLanes>(c, first, count);
        for (var at = from; at < to; at++)
        {
            if (at > from)
            {
                powers.Advance();
            }

            var position = at * ExponentialShape.Strip;
            var positions = (int)Math.Min(ExponentialShape.Strip, shape.Length - position);
            var inPlace = count == lanes && positions == ExponentialShape.Strip;
            for (var row = 0; row < shape.Rows; row++)
            {
                for (var mode = 0; mode < modes; mode++)
                {
                    powers.Spread(
                        mode, c + (2 * lanes * (((nint)row * modes) + mode)), x + (2 * lanes * ExponentialShape.Chunks * (nint)mode));
                }

                var target = Sums + (((row * shape.Length) + position) * shape.Features) + first;
                float* sums = inPlace ? target : strip, within = powers.Within(0);
                nint step = inPlace ? shape.Features : lanes;
                for (
                    var b = 0; b < ExponentialShape.Chunk; b += Positions,
                    within += Positions * powers.PositionStep,
                    sums += Positions * step)
                {
                    Sum<TLanes>(x, within, powers.PositionStep, modes, sums, step);
                }

                if (inPlace)
                {
                    continue;
                }

                for (var i = 0; i < positions; i++)
                {
                    new ReadOnlySpan<float>(strip + (i * lanes), count).CopyTo(new Span<float>(target + ((long)i * shape.Features), count));
                }
            }
        }
    }

    /// <summary>Twice the coefficients, zeros after the last feature.</summary>
    private void Pack<TLanes>(float* target, int first, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        var shape = Data.Shape;
        var lanes = TLanes.Count;
        for (var row = 0; row < shape.Rows; row++)
        {
            for (var mode = 0; mode < shape.Modes; mode++, target += 2 * lanes)
            {
                new Span<float>(target, 2 * lanes).Clear();
                for (var lane = 0; lane < count; lane++)
                {
                    var c = Data.Coefficients + (2 * (((((long)row * shape.Features) + first + lane) * shape.Modes) + mode));
                    (target[lane], target[lanes + lane]) = ((float)(2 * c[0]), (float)(2 * c[1]));
                }
            }
        }
    }

    /// <summary>Re Σ x_j y_b of four chunks j at two positions b.</summary>
    /// <param name="x"><c>[modes, chunks, 2, lanes]</c>.</param>
    /// <param name="y">Powers at the first position, <c>[modes, 2, lanes]</c>.</param>
    /// <param name="next">From there to the second.</param>
    /// <param name="modes">Number of modes.</param>
    /// <param name="target">Where the first chunk's first sum goes.</param>
    /// <param name="step">From there to the second's.</param>
    [MethodImpl(HotLoop.Options)]
    private static void Sum<TLanes>(float* x, float* y, nint next, int modes, float* target, nint step)
        where TLanes : struct, ILanes<TLanes>
    {
        nint lanes = TLanes.Count;
        TLanes a0 = TLanes.Zero, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
        for (var mode = 0; mode < modes; mode++, x += 8 * lanes, y += 2 * lanes)
        {
            TLanes re0 = TLanes.Load(y), im0 = TLanes.Load(y + lanes), re1 = TLanes.Load(y + next), im1 = TLanes.Load(y + next + lanes);
            TLanes re = TLanes.Load(x), im = TLanes.Load(x + lanes);
            a0 = TLanes.MultiplyAddNegated(im, im0, TLanes.MultiplyAdd(re, re0, a0));
            a1 = TLanes.MultiplyAddNegated(im, im1, TLanes.MultiplyAdd(re, re1, a1));
            (re, im) = (TLanes.Load(x + (2 * lanes)), TLanes.Load(x + (3 * lanes)));
            b0 = TLanes.MultiplyAddNegated(im, im0, TLanes.MultiplyAdd(re, re0, b0));
            b1 = TLanes.MultiplyAddNegated(im, im1, TLanes.MultiplyAdd(re, re1, b1));
            (re, im) = (TLanes.Load(x + (4 * lanes)), TLanes.Load(x + (5 * lanes)));
            c0 = TLanes.MultiplyAddNegated(im, im0, TLanes.MultiplyAdd(re, re0, c0));
            c1 = TLanes.MultiplyAddNegated(im, im1, TLanes.MultiplyAdd(re, re1, c1));
            (re, im) = (TLanes.Load(x + (6 * lanes)), TLanes.Load(x + (7 * lanes)));
            d0 = TLanes.MultiplyAddNegated(im, im0, TLanes.MultiplyAdd(re, re0, d0));
            d1 = TLanes.MultiplyAddNegated(im, im1, TLanes.MultiplyAdd(re, re1, d1));
        }

        var chunk = ExponentialShape.Chunk * step;
        TLanes.Store(a0, target);
        TLanes.Store(a1, target + step);
        target += chunk;
        TLanes.Store(b0, target);
        TLanes.Store(b1, target + step);
        target += chunk;
        TLanes.Store(c0, target);
        TLanes.Store(c1, target + step);
        target += chunk;
        TLanes.Store(d0, target);
        TLanes.Store(d1, target + step);
    }
}
