using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Equation (12b) for the points of a tile: φ_e(d) = exp(−γ (d − μ_e)²), zero where a window has no input.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct BasisTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>Times t, <c>[batch, length]</c>.</summary>
    public double* Times;

    /// <summary>Centres μ of the Gaussians, <c>[gaussians]</c>.</summary>
    public float* Centres;

    /// <summary>Factor γ of the squared distances in the Gaussians.</summary>
    public float Gamma;

    /// <summary>Gaussians φ, <c>[batch, points, window · gaussians]</c>, of the points that count.</summary>
    public float* Basis;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var shape = Windows.Shape;
        var (sequence, first, count) = Windows.Tile(tile);
        var exponents = Scratch.Floats(shape.BasisColumns + TLanes.Count);
        for (var point = first; point < first + count; point++)
        {
            var start = Windows.Start(sequence, point);
            var (from, to) = Windows.Valid(sequence, point);
            for (var place = 0; place < shape.Window; place++)
            {
                var inside = place >= from && place < to;
                var distance = inside ? (float)(Times[start + place] - Windows.TimeOf(point)) : 0;
                for (var e = 0; e < shape.Gaussians; e++)
                {
                    var away = distance - Centres[e];
                    exponents[(place * shape.Gaussians) + e] = inside ? away * away * -Gamma : float.NegativeInfinity;
                }
            }

            LaneRows<TLanes>.ExpInPlace(exponents, shape.BasisColumns);
            new ReadOnlySpan<float>(exponents, shape.BasisColumns)
                .CopyTo(new Span<float>(Basis + ((((nint)sequence * shape.Points) + point) * shape.BasisColumns), shape.BasisColumns));
        }
    }
}
