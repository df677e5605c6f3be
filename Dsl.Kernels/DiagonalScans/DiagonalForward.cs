using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>
/// States of a group of modes of one sequence in one direction. The second direction walks from the last position to the first.
/// </summary>
internal readonly unsafe struct DiagonalForward : ILaneTiles
{
    /// <summary>Sizes.</summary>
    public required DiagonalShape Shape { get; init; }

    /// <summary>Of <see cref="DiagonalFactors"/>.</summary>
    public required float* Factors { get; init; }

    /// <summary>Inputs v, complex <c>[batch, length, modes]</c>.</summary>
    public required float* Inputs { get; init; }

    /// <summary>The states before the first input, complex <c>[batch, modes]</c>; null: zeros.</summary>
    public required float* Initial { get; init; }

    /// <summary>Receives x, complex <c>[batch, length, directions, modes]</c>.</summary>
    public required float* States { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Shape.Batch * Shape.Directions * Shape.Groups(lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count, floats = Shape.Floats, all = DiagonalShape.Registers * lanes;
        var (walk, group) = Math.DivRem(tile, Shape.Groups(lanes));
        var (sequence, direction) = Math.DivRem(walk, Shape.Directions);
        int first = group * all, count = Math.Min(all, floats - first);
        float* state = stackalloc float[all], rows = stackalloc float[DiagonalShape.Chunk * lanes];
        if (Initial == null)
        {
            new Span<float>(state, all).Clear();
        }
        else
        {
            LaneRows<TLanes>.Copy(state, Initial + ((nint)sequence * floats) + first, count, all);
        }

        nint vStep = floats, xStep = vStep * Shape.Directions, last = direction == 0 ? 0 : Shape.Length - 1;
        var v = Inputs + (((((nint)sequence * Shape.Length) + last) * vStep) + first);
        var x = States + ((((nint)sequence * Shape.Length) + last) * xStep) + (direction * vStep) + first;
        if (direction == 1)
        {
            (vStep, xStep) = (-vStep, -xStep);
        }

        var factors = Factors + ((nint)first * DiagonalFactors.Rows);
        for (var from = 0; from < Shape.Length; from += DiagonalShape.Chunk)
        {
            var positions = Math.Min(DiagonalShape.Chunk, Shape.Length - from);
            if (count == all)
            {
                ScanLoops<TLanes>.ForwardFour(factors, state, v, vStep, x, xStep, positions);
            }
            else
            {
                for (var at = 0; at < count; at += lanes)
                {
                    var constants = factors + ((nint)at * DiagonalFactors.Rows);
                    if (count - at >= lanes)
                    {
                        ScanLoops<TLanes>.Forward(constants, state + at, v + at, vStep, x + at, xStep, positions);
                        continue;
                    }

                    for (var t = 0; t < positions; t++)
                    {
                        LaneRows<TLanes>.Copy(rows + (t * lanes), v + at + (t * vStep), count - at, lanes);
                    }

                    ScanLoops<TLanes>.Forward(constants, state + at, rows, lanes, rows, lanes, positions);
                    for (var t = 0; t < positions; t++)
                    {
                        new ReadOnlySpan<float>(rows + (t * lanes), count - at).CopyTo(new Span<float>(x + at + (t * xStep), count - at));
                    }
                }
            }

            v += positions * vStep;
            x += positions * xStep;
        }
    }
}
