using System.Numerics;
using SerpentDsl.Kernels.Parameters;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>Diagonal-plus-low-rank systems as their Cauchy sums need them, in float64.</summary>
/// <param name="shape">Sizes.</param>
/// <param name="form">How the systems are made of the parameters.</param>
/// <param name="at">The parameters.</param>
/// <param name="copies">Independently trained (A, B, P); feature i has number i mod copies.</param>
internal readonly unsafe struct LowRankSystems(CauchyShape shape, LowRankForm form, LowRankPointers at, int copies)
{
    /// <summary>Sizes.</summary>
    public CauchyShape Shape => shape;

    /// <summary>How the systems are made of the parameters.</summary>
    public LowRankForm Form => form;

    /// <summary>How many (A, B, P) there are.</summary>
    public int Copies => copies;

    /// <summary>Outputs of a system.</summary>
    public int Channels => shape.Columns - shape.Rank;

    /// <summary>Δ of a feature, times the rate.</summary>
    public double Delta(int feature) => form.DeltaTransform.Apply(at.InverseDelta[feature]) * form.Rate;

    /// <summary>The derivative of Δ with respect to <c>inv_dt</c>.</summary>
    public double DeltaSlope(int feature) => form.DeltaTransform.Slope(at.InverseDelta[feature]) * form.Rate;

    /// <summary>λ of a mode.</summary>
    public Complex Eigenvalue(int copy, int mode)
    {
        var place = (copy * shape.Modes) + mode;
        return new Complex(-form.RealTransform.Apply(at.Real[place]), -form.ImaginaryTransform.Apply(at.Imaginary[place]));
    }

    /// <summary>The derivatives of −Re λ and −Im λ with respect to their parameters.</summary>
    public (double Real, double Imaginary) EigenvalueSlopes(int copy, int mode)
    {
        var place = (copy * shape.Modes) + mode;
        return (form.RealTransform.Slope(at.Real[place]), form.ImaginaryTransform.Slope(at.Imaginary[place]));
    }

    /// <summary>A left factor: B, then the columns of P.</summary>
    public Complex Left(int row, int copy, int mode) =>
        row == 0 ? Number(at.Input, copy, mode) : Number(at.LowRank, ((row - 1) * copies) + copy, mode);

    /// <summary>A right factor: the rows of C, then the rows of P*.</summary>
    public Complex Right(int column, int feature, int copy, int mode) => column < Channels
        ? Number(at.Output, (column * shape.Features) + feature, mode)
        : Complex.Conjugate(Number(at.LowRank, ((column - Channels) * copies) + copy, mode));

    private Complex Number(float* parts, int row, int mode)
    {
        var part = parts + (2 * (((long)row * shape.Modes) + mode));
        return new Complex(part[0], part[1]);
    }
}
