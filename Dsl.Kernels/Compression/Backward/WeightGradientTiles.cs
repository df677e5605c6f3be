using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// Backwards from the points to a block of A's columns: the columns of some features at one place of the window, or of some Gaussians. The
/// windows' share of these columns is copied together for some points at a time.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct WeightGradientTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>Gradient of the points, <c>[batch, points, outputs]</c>.</summary>
    public float* Gradient;

    /// <summary>Gaussians φ, <c>[batch, points, window · gaussians]</c>.</summary>
    public float* Basis;

    /// <summary>Gradient of A, <c>[outputs, window · (features + gaussians)]</c>.</summary>
    public float* ForWeights;

    /// <summary>How many tiles there are.</summary>
    public readonly int Count =>
        (Windows.Shape.Window * new ColumnBlocks(Windows.Shape.Features, TLanes.Count).Count) + new ColumnBlocks(
            Windows.Shape.BasisColumns, TLanes.Count).Count;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var shape = Windows.Shape;
        var blocks = new ColumnBlocks(shape.Features, TLanes.Count);
        var (place, block) = Math.DivRem(tile, blocks.Count);
        var ofBasis = place >= shape.Window;
        if (ofBasis)
        {
            (block, blocks) = (tile - (shape.Window * blocks.Count), new ColumnBlocks(shape.BasisColumns, TLanes.Count));
        }

        var (first, width, existing) = (blocks.First(block), blocks.Width(block), blocks.Existing(block));
        var sumsSize = (shape.Outputs + TileProduct<TLanes>.Rows - 1) / TileProduct<TLanes>.Rows * TileProduct<TLanes>.Rows * width;
        var sums = Scratch.Floats(sumsSize + (WindowShape.PointsPerTile * width));
        var rows = sums + sumsSize;
        new Span<float>(sums, sumsSize).Clear();
        for (var points = 0; points < shape.Batch * shape.TilesPerSequence; points++)
        {
            var (sequence, begin, count) = Windows.Tile(points);
            for (var i = 0; i < count; i++)
            {
                var source = ofBasis
                    ? Basis + ((((nint)sequence * shape.Points) + begin + i) * shape.BasisColumns)
                    : Input(sequence, begin + i, place);
                LaneRows<TLanes>.Copy(
                    rows + ((nint)i * width), source is null ? null : source + first, source is null ? 0 : existing, width);
            }

            var gradient = Gradient + ((((nint)sequence * shape.Points) + begin) * shape.Outputs);
            for (var output = 0; output < shape.Outputs; output += TileProduct<TLanes>.Rows)
            {
                var four = FourRows.From(gradient + output, 1, Math.Min(TileProduct<TLanes>.Rows, shape.Outputs - output));
                TileProduct<TLanes>.Add(four, shape.Outputs, rows, count, width, sums + ((nint)output * width));
            }
        }

        for (var output = 0; output < shape.Outputs; output++)
        {
            var target = ForWeights + ((nint)output * shape.WeightColumns);
            var sum = sums + ((nint)output * width);
            if (!ofBasis)
            {
                new ReadOnlySpan<float>(sum, existing).CopyTo(
                    new Span<float>(target + (place * (shape.Features + shape.Gaussians)) + first, existing));
                continue;
            }

            for (var column = 0; column < existing; column++)
            {
                target[shape.BasisColumn(first + column)] = sum[column];
            }
        }
    }

    /// <summary>The input at a place of a point's window; null: there is none.</summary>
    private readonly float* Input(int sequence, int point, int place)
    {
        var (from, to) = Windows.Valid(sequence, point);
        return place >= from && place < to ? Windows.Inputs + ((Windows.Start(sequence, point) + place) * Windows.Shape.Features) : null;
    }
}
