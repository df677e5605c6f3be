using System.Numerics;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>
/// The gradients of one copy's parameters and of its features' parameters, from the gradients of the results of
/// <see cref="LowRankNumerators"/>. A complex number's gradient is the gradient of its real part plus i times the gradient of its imaginary
/// part.
/// </summary>
internal readonly unsafe struct LowRankGradients : ITiles
{
    /// <summary>The systems.</summary>
    public required LowRankSystems Systems { get; init; }

    /// <summary>The ranges' gradients of the numerators, <c>[ranges, modes, numerators, features]</c>.</summary>
    public required float* Numerators { get; init; }

    /// <summary>The ranges' gradients of |w| and of −Re w, <c>[ranges, modes, 2, features]</c>.</summary>
    public required float* Moduli { get; init; }

    /// <summary>Receives the gradients.</summary>
    public required LowRankPointers For { get; init; }

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var shape = Systems.Shape;
        // Gradients of λ and of every left factor, which are sums over the copy's features.
        var factors = 1 + shape.Rows;
        var sums = new Span<Complex>(Scratch.Floats((long)shape.Modes * factors * sizeof(Complex) / sizeof(float)), shape.Modes * factors);
        sums.Clear();
        for (var feature = tile; feature < shape.Features; feature += Systems.Copies)
        {
            double delta = Systems.Delta(feature), forDelta = 0;
            for (var mode = 0; mode < shape.Modes; mode++)
            {
                forDelta += Add(tile, feature, mode, delta, sums.Slice(mode * factors, factors));
            }

            For.InverseDelta[feature] = (float)(forDelta * Systems.DeltaSlope(feature));
        }

        for (var mode = 0; mode < shape.Modes; mode++)
        {
            Write(tile, mode, sums.Slice(mode * factors, factors));
        }
    }

    /// <summary>Writes the gradients of C and adds to the gradients of λ and of the left factors; returns the gradient of Δ.</summary>
    private double Add(int copy, int feature, int mode, double delta, Span<Complex> sums)
    {
        var shape = Systems.Shape;
        Complex eigenvalue = Systems.Eigenvalue(copy, mode), w = eigenvalue * delta, forW = 0;
        double forDelta = 0;
        for (var column = 0; column < shape.Columns; column++)
        {
            Complex right = Systems.Right(column, feature, copy, mode), forRight = 0;
            for (var row = 0; row < shape.Rows; row++)
            {
                Complex left = Systems.Left(row, copy, mode), product = left * right;
                var numerator = 2 * ((row * shape.Columns) + column);
                var direct = Sum(Numerators, shape.Numerators, numerator, mode, feature);
                var damped = Sum(Numerators, shape.Numerators, numerator + 1, mode, feature);
                Complex forX = new(direct + (damped * w.Real), damped * w.Imaginary);
                forW += damped * delta * product;
                forDelta += (product.Real * forX.Real) + (product.Imaginary * forX.Imaginary);
                forRight += Complex.Conjugate(left) * forX;
                sums[1 + row] += Complex.Conjugate(right) * forX * delta;
            }

            forRight *= delta;
            if (column < Systems.Channels)
            {
                Write(For.Output, (column * shape.Features) + feature, mode, forRight);
            }
            else
            {
                sums[2 + column - Systems.Channels] += Complex.Conjugate(forRight);
            }
        }

        var magnitude = Complex.Abs(w);
        if (magnitude > 0)
        {
            forW += Sum(Moduli, 2, 0, mode, feature) / magnitude * w;
        }

        forW -= Sum(Moduli, 2, 1, mode, feature);
        sums[0] += forW * delta;
        return forDelta + (eigenvalue.Real * forW.Real) + (eigenvalue.Imaginary * forW.Imaginary);
    }

    private void Write(int copy, int mode, Span<Complex> sums)
    {
        var shape = Systems.Shape;
        var (real, imaginary) = Systems.EigenvalueSlopes(copy, mode);
        For.Real[(copy * shape.Modes) + mode] = (float)(-sums[0].Real * real);
        For.Imaginary[(copy * shape.Modes) + mode] = (float)(-sums[0].Imaginary * imaginary);
        Write(For.Input, copy, mode, sums[1]);
        for (var rank = 0; rank < shape.Rank; rank++)
        {
            Write(For.LowRank, (rank * Systems.Copies) + copy, mode, sums[2 + rank]);
        }
    }

    private void Write(float* parts, int row, int mode, Complex value)
    {
        var part = parts + (2 * (((long)row * Systems.Shape.Modes) + mode));
        (part[0], part[1]) = ((float)value.Real, (float)value.Imaginary);
    }

    /// <summary>Adds up the partial sums that the ranges of nodes left for an element, <c>[·, mode, index, feature]</c>.</summary>
    private double Sum(float* ranges, int count, int index, int mode, int feature)
    {
        var shape = Systems.Shape;
        double sum = 0;
        long step = (long)shape.Modes * count * shape.Features, at = ((((long)mode * count) + index) * shape.Features) + feature;
        for (var range = 0; range < shape.Ranges; range++, at += step)
        {
            sum += ranges[at];
        }

        return sum;
    }
}
