using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Copies of A in blocks of columns, as <see cref="TileProduct{TLanes}"/> reads them. A tile packs one block.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct PackedWeights<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    private WindowShape _shape;
    private bool _forPoints;
    private float* _weights;
    private float* _packed;

    /// <summary>Floats of <see cref="ForPoints"/>.</summary>
    public static long SizeForPoints(in WindowShape shape) =>
        (long)new ColumnBlocks(shape.Outputs, TLanes.Count).Padded * shape.WeightColumns;

    /// <summary>Floats of <see cref="ForInputs"/>.</summary>
    public static long SizeForInputs(in WindowShape shape) =>
        BasisPanel(shape, 0) + ((long)new ColumnBlocks(shape.BasisColumns, TLanes.Count).Padded * shape.Outputs);

    /// <summary>
    /// Blocks of outputs, each <c>[window · features + window · gaussians, width]</c>: all features of a window, then all its Gaussians.
    /// </summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="weights">Weights A, <c>[outputs, window · (features + gaussians)]</c>.</param>
    /// <param name="packed">The copy.</param>
    public static void ForPoints(in WindowShape shape, float* weights, float* packed) =>
        CpuWorkers.Run(
            new ColumnBlocks(shape.Outputs, TLanes.Count).Count,
            new PackedWeights<TLanes> { _shape = shape, _forPoints = true, _weights = weights, _packed = packed });

    /// <summary>
    /// Blocks of columns, each <c>[outputs, width]</c>: for every block of features one for each place of the window
    /// (<see cref="FeaturePanel"/>), then the blocks of all Gaussians (<see cref="BasisPanel"/>).
    /// </summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="weights">Weights A, <c>[outputs, window · (features + gaussians)]</c>.</param>
    /// <param name="packed">The copy.</param>
    public static void ForInputs(in WindowShape shape, float* weights, float* packed) =>
        CpuWorkers.Run(
            new ColumnBlocks(shape.Features, TLanes.Count).Count + new ColumnBlocks(shape.BasisColumns, TLanes.Count).Count,
            new PackedWeights<TLanes> { _shape = shape, _weights = weights, _packed = packed });

    /// <summary>Where the columns of some features at one place of the window lie.</summary>
    public static nint FeaturePanel(in WindowShape shape, int block, int place)
    {
        var blocks = new ColumnBlocks(shape.Features, TLanes.Count);
        return (((nint)blocks.First(block) * shape.Window) + ((nint)place * blocks.Width(block))) * shape.Outputs;
    }

    /// <summary>Where the columns of some Gaussians lie.</summary>
    public static nint BasisPanel(in WindowShape shape, int block) =>
        (
            ((nint)new ColumnBlocks(shape.Features, TLanes.Count).Padded * shape.Window) + new ColumnBlocks(
                shape.BasisColumns, TLanes.Count).First(block)) * shape.Outputs;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        if (_forPoints)
        {
            PackOutputs(tile);
            return;
        }

        var blocks = new ColumnBlocks(_shape.Features, TLanes.Count);
        if (tile >= blocks.Count)
        {
            PackBasis(tile - blocks.Count);
            return;
        }

        for (var place = 0; place < _shape.Window; place++)
        {
            var source = _weights + ((nint)place * (_shape.Features + _shape.Gaussians)) + blocks.First(tile);
            var target = _packed + FeaturePanel(_shape, tile, place);
            for (var output = 0; output < _shape.Outputs; output++)
            {
                var row = new Span<float>(target + ((nint)output * blocks.Width(tile)), blocks.Width(tile));
                new ReadOnlySpan<float>(source + ((nint)output * _shape.WeightColumns), blocks.Existing(tile)).CopyTo(row);
                row[blocks.Existing(tile)..].Clear();
            }
        }
    }

    private readonly void PackOutputs(int block)
    {
        var blocks = new ColumnBlocks(_shape.Outputs, TLanes.Count);
        var width = blocks.Width(block);
        var target = _packed + ((nint)blocks.First(block) * _shape.WeightColumns);
        for (var column = 0; column < width; column++)
        {
            var exists = column < blocks.Existing(block);
            var source = _weights + ((nint)(exists ? blocks.First(block) + column : 0) * _shape.WeightColumns);
            var feature = target + column;
            var gaussian = feature + ((nint)_shape.Window * _shape.Features * width);
            for (var place = 0; place < _shape.Window; place++)
            {
                for (var i = 0; i < _shape.Features; i++, feature += width)
                {
                    *feature = exists ? *source++ : 0;
                }

                for (var e = 0; e < _shape.Gaussians; e++, gaussian += width)
                {
                    *gaussian = exists ? *source++ : 0;
                }
            }
        }
    }

    private readonly void PackBasis(int block)
    {
        var blocks = new ColumnBlocks(_shape.BasisColumns, TLanes.Count);
        var target = _packed + BasisPanel(_shape, block);
        for (var output = 0; output < _shape.Outputs; output++)
        {
            for (var column = 0; column < blocks.Width(block); column++)
            {
                *target++ = column < blocks.Existing(block)
                    ? _weights[((nint)output * _shape.WeightColumns) + _shape.BasisColumn(blocks.First(block) + column)]
                    : 0;
            }
        }
    }
}
