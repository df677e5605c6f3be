using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// A linear map of one position of every sequence, y = W x + bias. For few sequences the map is bound by reading W, which each row's sum
/// does once; for many the inputs are packed, and W's rows are broadcast over them.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TSink">Receiver of the outputs.</typeparam>
internal unsafe struct StepProjection<TLanes, TSink> : ITiles
    where TLanes : struct, ILanes<TLanes>
    where TSink : struct, IRowSink
{
    private const int LeastRowsPerTile = 16;

    /// <summary>Outputs of a sequence that are given out together: a line of the cache.</summary>
    private const int RowsAtOnce = 16;

    /// <summary>Multiply-adds that are worth a tile: a microsecond, beside which waking a thread weighs.</summary>
    private const int WorkPerTile = 1 << 14;

    private float* _weight;
    private float* _bias;
    private float* _inputs;
    private float* _packed;
    private int _batch;
    private int _width;
    private int _rows;
    private int _rowsPerTile;
    private TSink _sink;

    /// <summary>Floats that packed inputs take; 0 where they are read as they are.</summary>
    /// <param name="batch">Sequences.</param>
    /// <param name="width">Inputs.</param>
    public static int PackedSize(int batch, int width) => batch < TLanes.Count ? 0 : new ColumnBlocks(batch, TLanes.Count).Padded * width;

    /// <summary>Maps.</summary>
    /// <param name="weight">W, <c>[rows, width]</c>.</param>
    /// <param name="bias">Added, <c>[rows]</c>; or null.</param>
    /// <param name="inputs">x, <c>[batch, width]</c>.</param>
    /// <param name="packed">Room for <see cref="PackedSize"/>.</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="width">Inputs.</param>
    /// <param name="rows">Outputs.</param>
    /// <param name="sink">Receiver of the outputs.</param>
    public static void Run(float* weight, float* bias, float* inputs, float* packed, int batch, int width, int rows, TSink sink)
    {
        var projection = new StepProjection<TLanes, TSink>
        {
            _weight = weight,
            _bias = bias,
            _inputs = inputs,
            _packed = PackedSize(batch, width) > 0 ? packed : null,
            _batch = batch,
            _width = width,
            _rows = rows,
            _rowsPerTile = RowsPerTile((long)batch * width),
            _sink = sink,
        };
        projection.Pack();
        CpuWorkers.Run((rows + projection._rowsPerTile - 1) / projection._rowsPerTile, projection);
    }

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var end = Math.Min(_rows, (tile + 1) * _rowsPerTile);
        if (_packed is null)
        {
            for (var row = tile * _rowsPerTile; row < end; row++)
            {
                SumRow(row);
            }

            return;
        }

        for (var row = tile * _rowsPerTile; row < end; row += RowsAtOnce)
        {
            MultiplyRows(row, Math.Min(RowsAtOnce, end - row));
        }
    }

    private static int RowsPerTile(long workOfRow)
    {
        var rows = (int)Math.Min(WorkPerTile, (WorkPerTile + workOfRow - 1) / workOfRow);
        return Math.Max(LeastRowsPerTile, (rows + TileProduct<TLanes>.Rows - 1) / TileProduct<TLanes>.Rows * TileProduct<TLanes>.Rows);
    }

    // One row after the other, in memory order: memory delivers a single stream twice as fast as four streams.
    private readonly void SumRow(int row)
    {
        var weight = _weight + ((nint)row * _width);
        for (var sequence = 0; sequence < _batch; sequence++)
        {
            _sink.Put(sequence, row, LaneRows<TLanes>.DotNarrow(weight, _inputs + ((nint)sequence * _width), _width) + Bias(row));
        }
    }

    // Outputs of a sequence are given out one after the other: outputs of different sequences lie a row apart, at wide rows of even widths
    // all in one set of the cache.
    private readonly void MultiplyRows(int first, int count)
    {
        var blocks = new ColumnBlocks(_batch, TLanes.Count);
        var sums = stackalloc float[RowsAtOnce * 3 * TLanes.Count];
        for (var block = 0; block < blocks.Count; block++)
        {
            var width = blocks.Width(block);
            new Span<float>(sums, RowsAtOnce * width).Clear();
            for (var row = 0; row < count; row += TileProduct<TLanes>.Rows)
            {
                var four = FourRows.From(_weight + ((nint)(first + row) * _width), _width, Math.Min(TileProduct<TLanes>.Rows, count - row));
                TileProduct<TLanes>.Add(four, 1, _packed + ((nint)blocks.First(block) * _width), _width, width, sums + ((nint)row * width));
            }

            for (var column = 0; column < blocks.Existing(block); column++)
            {
                for (var row = 0; row < count; row++)
                {
                    _sink.Put(blocks.First(block) + column, first + row, sums[(row * width) + column] + Bias(first + row));
                }
            }
        }
    }

    private readonly float Bias(int row) => _bias is null ? 0 : _bias[row];

    private readonly void Pack()
    {
        if (_packed is null)
        {
            return;
        }

        var blocks = new ColumnBlocks(_batch, TLanes.Count);
        for (var block = 0; block < blocks.Count; block++)
        {
            var (first, width, existing) = (blocks.First(block), blocks.Width(block), blocks.Existing(block));
            var target = _packed + ((nint)first * _width);
            for (var from = 0; from < _width; from += TLanes.Count)
            {
                var to = Math.Min(_width, from + TLanes.Count);
                for (var column = 0; column < width; column++)
                {
                    var source = _inputs + ((nint)(first + column) * _width);
                    for (nint i = from; i < to; i++)
                    {
                        target[(i * width) + column] = column < existing ? source[i] : 0;
                    }
                }
            }
        }
    }
}
