using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Equation (12) for the points of a tile: a product of their windows, read in place, with A.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct PointTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Rows of A that are multiplied at once: so many of a block stay in the first cache.</summary>
    private const int RowsAtOnce = 128;

    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>Gaussians φ, <c>[batch, points, window · gaussians]</c>.</summary>
    public float* Basis;

    /// <summary>A in blocks of outputs (<see cref="PackedWeights{TLanes}.ForPoints"/>).</summary>
    public float* Weights;

    /// <summary>Bias a, <c>[outputs]</c>.</summary>
    public float* Bias;

    /// <summary>Points, <c>[batch, points, outputs]</c>.</summary>
    public float* Points;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var shape = Windows.Shape;
        var (sequence, first, count) = Windows.Tile(tile);
        var stored = Math.Min(WindowShape.PointsPerTile, shape.Points - first);
        var target = Points + ((((nint)sequence * shape.Points) + first) * shape.Outputs);
        new Span<float>(target + ((nint)count * shape.Outputs), (stored - count) * shape.Outputs).Clear();

        var columns = shape.Window * shape.Features;
        var blocks = new ColumnBlocks(shape.Outputs, TLanes.Count);
        nint sums = WindowShape.PointsPerTile * 3 * TLanes.Count;
        var scratch = Scratch.Floats(sums + ((long)WindowShape.PointsPerTile * columns));
        var rows = stackalloc float*[WindowShape.PointsPerTile];
        var basisRows = stackalloc float*[WindowShape.PointsPerTile];
        for (var i = 0; i < count; i++)
        {
            rows[i] = Windows.Row(sequence, first + i, scratch + sums + ((nint)i * columns));
            basisRows[i] = Basis + ((((nint)sequence * shape.Points) + first + i) * shape.BasisColumns);
        }

        for (var block = 0; block < blocks.Count; block++)
        {
            var (width, existing) = (blocks.Width(block), blocks.Existing(block));
            var weights = Weights + ((nint)blocks.First(block) * shape.WeightColumns);
            new Span<float>(scratch, WindowShape.PointsPerTile * width).Clear();
            for (var row = 0; row < columns; row += RowsAtOnce)
            {
                AddProducts(rows, row, count, weights + ((nint)row * width), Math.Min(RowsAtOnce, columns - row), width, scratch);
            }

            AddProducts(basisRows, 0, count, weights + ((nint)columns * width), shape.BasisColumns, width, scratch);
            for (var i = 0; i < count; i++)
            {
                var point = target + ((nint)i * shape.Outputs) + blocks.First(block);
                new ReadOnlySpan<float>(Bias + blocks.First(block), existing).CopyTo(new Span<float>(point, existing));
                LaneRows<TLanes>.Add(point, scratch + ((nint)i * width), existing);
            }
        }
    }

    private static void AddProducts(float** rows, nint at, int count, float* weights, int length, int width, float* sums)
    {
        for (var i = 0; i < count; i += TileProduct<TLanes>.Rows)
        {
            var left = count - i - 1;
            var four = new FourRows(
                rows[i] + at, rows[i + Math.Min(1, left)] + at, rows[i + Math.Min(2, left)] + at, rows[i + Math.Min(3, left)] + at);
            TileProduct<TLanes>.Add(four, 1, weights, length, width, sums + ((nint)i * width));
        }
    }
}
