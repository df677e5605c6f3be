using System.Numerics;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>
/// What the Cauchy sums of the systems of one copy read. With w = Δλ and x = left · right · Δ: both numerators of every sum against the
/// two parts of the resolvent, Re x and Re(x w̄), and |w| and −Re w.
/// </summary>
internal readonly unsafe struct LowRankNumerators : IPieces
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
    public void Run(int piece)
    {
        CauchyShape shape = Systems.Shape;
        for (int feature = piece; feature < shape.Features; feature += Systems.Copies)
        {
            double delta = Systems.Delta(feature);
            for (int mode = 0; mode < shape.Modes; mode++)
            {
                Complex w = Systems.Eigenvalue(piece, mode) * delta;
                long at = ((long)mode * shape.Features) + feature;
                Magnitude[at] = Complex.Abs(w);
                Damping[at] = -w.Real;
                float* numerators = Numerators + ((long)mode * shape.Numerators * shape.Features) + feature;
                for (int row = 0; row < shape.Rows; row++)
                {
                    Complex left = Systems.Left(row, piece, mode) * delta;
                    for (int column = 0; column < shape.Columns; column++)
                    {
                        Complex x = left * Systems.Right(column, feature, piece, mode);
                        numerators[0] = (float)x.Real;
                        numerators[shape.Features] = (float)((x.Real * w.Real) + (x.Imaginary * w.Imaginary));
                        numerators += 2 * shape.Features;
                    }
                }
            }
        }
    }
}
