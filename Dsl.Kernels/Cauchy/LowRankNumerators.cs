using System.Numerics;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>
/// The inputs of the Cauchy sums of one copy's systems. With w = Δλ and x = left · right · Δ: both numerators of every sum against the two
/// parts of the resolvent, Re x and Re(x w̄), and |w| and −Re w.
/// </summary>
internal readonly unsafe struct LowRankNumerators : ITiles
{
    /// <summary>The systems.</summary>
    public required LowRankSystems Systems { get; init; }

    /// <summary>Receives the numerators, <c>[modes, 2 · rows · columns, features]</c>.</summary>
    public required float* Numerators { get; init; }

    /// <summary>Receives |w|, <c>[modes, features]</c>.</summary>
    public required double* Magnitude { get; init; }

    /// <summary>Receives −Re w, <c>[modes, features]</c>.</summary>
    public required double* Damping { get; init; }

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var shape = Systems.Shape;
        for (var feature = tile; feature < shape.Features; feature += Systems.Copies)
        {
            var delta = Systems.Delta(feature);
            for (var mode = 0; mode < shape.Modes; mode++)
            {
                var w = Systems.Eigenvalue(tile, mode) * delta;
                var at = ((long)mode * shape.Features) + feature;
                Magnitude[at] = Complex.Abs(w);
                Damping[at] = -w.Real;
                var numerators = Numerators + ((long)mode * shape.Numerators * shape.Features) + feature;
                for (var row = 0; row < shape.Rows; row++)
                {
                    var left = Systems.Left(row, tile, mode) * delta;
                    for (var column = 0; column < shape.Columns; column++)
                    {
                        var x = left * Systems.Right(column, feature, tile, mode);
                        numerators[0] = (float)x.Real;
                        numerators[shape.Features] = (float)((x.Real * w.Real) + (x.Imaginary * w.Imaginary));
                        numerators += 2 * shape.Features;
                    }
                }
            }
        }
    }
}
