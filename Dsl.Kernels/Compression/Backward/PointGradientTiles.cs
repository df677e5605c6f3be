using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Backwards through a tile of points to the distances in time, μ, γ and a.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct PointGradientTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>Gradient of the points, <c>[batch, points, outputs]</c>.</summary>
    public float* Gradient;

    /// <summary>A in blocks of columns (<see cref="PackedWeights{TLanes}.ForInputs"/>).</summary>
    public float* Weights;

    /// <summary>Times t, <c>[batch, length]</c>.</summary>
    public double* Times;

    /// <summary>Centres μ of the Gaussians, <c>[gaussians]</c>.</summary>
    public float* Centres;

    /// <summary>Factor γ of the squared distances in the Gaussians.</summary>
    public float Gamma;

    /// <summary>Gaussians φ, <c>[batch, points, window · gaussians]</c>.</summary>
    public float* Basis;

    /// <summary>Gradient of the distances, <c>[batch, points, window]</c>, of the points that count.</summary>
    public float* ForDistances;

    /// <summary>Share of each tile in the gradient of μ, <c>[tiles, gaussians]</c>.</summary>
    public float* ForCentres;

    /// <summary>Share of each tile in the gradient of γ, <c>[tiles]</c>.</summary>
    public float* ForGamma;

    /// <summary>Share of each tile in the gradient of a, <c>[tiles, outputs]</c>.</summary>
    public float* ForBias;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var shape = Windows.Shape;
        var (sequence, first, count) = Windows.Tile(tile);
        var begin = ((nint)sequence * shape.Points) + first;
        var gradient = Gradient + (begin * shape.Outputs);
        var bias = ForBias + ((nint)tile * shape.Outputs);
        new Span<float>(bias, shape.Outputs).Clear();
        for (var i = 0; i < count; i++)
        {
            LaneRows<TLanes>.Add(bias, gradient + ((nint)i * shape.Outputs), shape.Outputs);
        }

        var blocks = new ColumnBlocks(shape.BasisColumns, TLanes.Count);
        var rowsOfTiles = WindowShape.PointsPerTile * blocks.Padded;
        var throughBasis = Scratch.Floats(rowsOfTiles + (2 * shape.Gaussians));
        new Span<float>(throughBasis, rowsOfTiles).Clear();

        // Slopes of either sign, which all but cancel over the inputs around a centre: float32 sums would lose the small remainder.
        var centres = (double*)(throughBasis + rowsOfTiles);
        new Span<double>(centres, shape.Gaussians).Clear();
        for (var block = 0; block < blocks.Count; block++)
        {
            for (var i = 0; i < count; i += TileProduct<TLanes>.Rows)
            {
                var rows = FourRows.From(
                    gradient + ((nint)i * shape.Outputs), shape.Outputs, Math.Min(TileProduct<TLanes>.Rows, count - i));
                var target = throughBasis + ((nint)blocks.First(block) * WindowShape.PointsPerTile) + ((nint)i * blocks.Width(block));
                TileProduct<TLanes>.Add(
                    rows, 1, Weights + PackedWeights<TLanes>.BasisPanel(shape, block), shape.Outputs, blocks.Width(block), target);
            }
        }

        double gamma = 0;
        for (var i = 0; i < count; i++)
        {
            var distances = ForDistances + ((begin + i) * shape.Window);
            new Span<float>(distances, shape.Window).Clear();
            var times = Times + Windows.Start(sequence, first + i);
            var (from, to) = Windows.Valid(sequence, first + i);
            for (var block = 0; block < blocks.Count; block++)
            {
                var row = throughBasis + ((nint)blocks.First(block) * WindowShape.PointsPerTile) + ((nint)i * blocks.Width(block));
                for (var column = 0; column < blocks.Existing(block); column++)
                {
                    var gaussian = blocks.First(block) + column;
                    var (place, e) = Math.DivRem(gaussian, shape.Gaussians);
                    if (place >= from && place < to)
                    {
                        var away = (float)(times[place] - Windows.TimeOf(first + i)) - Centres[e];
                        var exponent = row[column] * Basis[((begin + i) * shape.BasisColumns) + gaussian];
                        var slope = exponent * (-2 * Gamma * away);
                        distances[place] += slope;
                        centres[e] -= slope;
                        gamma -= exponent * away * away;
                    }
                }
            }
        }

        for (var e = 0; e < shape.Gaussians; e++)
        {
            ForCentres[((nint)tile * shape.Gaussians) + e] = (float)centres[e];
        }

        ForGamma[tile] = (float)gamma;
    }
}
