using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// Backwards from the points and intervals of one sequence to a block of its features, and to w_delta. Windows overlap: a tile adds the
/// windows of its sequence one after the other, so no two threads write to one place, and the order is always the same.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct InputGradientTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>Gradient of the points, <c>[batch, points, outputs]</c>.</summary>
    public float* Gradient;

    /// <summary>Gradient of w_delta·u + b, <c>[batch, length]</c>.</summary>
    public float* ForHead;

    /// <summary>Weights w_delta of the intervals, <c>[features]</c>.</summary>
    public float* HeadWeight;

    /// <summary>A in blocks of columns (<see cref="PackedWeights{TLanes}.ForInputs"/>).</summary>
    public float* Weights;

    /// <summary>Gradient of u, <c>[batch, length, features]</c>.</summary>
    public float* ForInputs;

    /// <summary>Share of each sequence in the gradient of w_delta, <c>[batch, features]</c>.</summary>
    public float* ForHeadWeight;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var shape = Windows.Shape;
        var blocks = new ColumnBlocks(shape.Features, TLanes.Count);
        var (sequence, block) = Math.DivRem(tile, blocks.Count);
        var (first, width, existing) = (blocks.First(block), blocks.Width(block), blocks.Existing(block));
        BackThroughHead(sequence, first, existing);
        var sums = Scratch.Floats(TileProduct<TLanes>.Rows * width);
        var points = (int)Windows.Counts[sequence];
        for (var from = 0; from < points; from += WindowShape.PointsPerTile)
        {
            var to = Math.Min(points, from + WindowShape.PointsPerTile);
            for (var place = 0; place < shape.Window; place++)
            {
                var weights = Weights + PackedWeights<TLanes>.FeaturePanel(shape, block, place);
                for (var point = from; point < to; point += TileProduct<TLanes>.Rows)
                {
                    var count = Math.Min(TileProduct<TLanes>.Rows, to - point);
                    var rows = FourRows.From(Gradient + ((((nint)sequence * shape.Points) + point) * shape.Outputs), shape.Outputs, count);
                    new Span<float>(sums, TileProduct<TLanes>.Rows * width).Clear();
                    TileProduct<TLanes>.Add(rows, 1, weights, shape.Outputs, width, sums);
                    for (var i = 0; i < count; i++)
                    {
                        var (begin, end) = Windows.Valid(sequence, point + i);
                        if (place >= begin && place < end)
                        {
                            var input = ForInputs + ((Windows.Start(sequence, point + i) + place) * shape.Features) + first;
                            LaneRows<TLanes>.Add(input, sums + ((nint)i * width), existing);
                        }
                    }
                }
            }
        }
    }

    private readonly void BackThroughHead(int sequence, int first, int count)
    {
        var shape = Windows.Shape;
        var weight = ForHeadWeight + ((nint)sequence * shape.Features) + first;
        new Span<float>(weight, count).Clear();
        var valid = Windows.Lengths is null ? shape.Length : Windows.Lengths[sequence];
        for (var position = 0; position < shape.Length; position++)
        {
            var at = ((nint)sequence * shape.Length) + position;
            LaneRows<TLanes>.Scale(ForInputs + (at * shape.Features) + first, ForHead[at], HeadWeight + first, count);
        }

        var begin = (nint)sequence * shape.Length;
        LaneRows<TLanes>.AddScaled(
            weight, ForHead + begin, Windows.Inputs + (begin * shape.Features) + first, shape.Features, (nint)valid, count);
    }
}
