using System.Numerics;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>The factors a = e^w of a diagonal scan and their powers, as registers read them. The factors are computed in float64.</summary>
internal static unsafe class DiagonalFactors
{
    /// <summary>After the powers a, a², … of a chunk's positions: the rounding error of the last power.</summary>
    public const int Rest = 2 * DiagonalShape.Chunk;

    /// <summary>Rows of a register: Re and ∓Im of each power and of the last power's rounding error.</summary>
    public const int Rows = Rest + 2;

    /// <summary>Smaller powers become zero: they would be subnormal, and slow.</summary>
    private const double Least = 1e-37;

    /// <summary>Floats of all factors.</summary>
    /// <param name="modes">How many modes there are.</param>
    public static long Floats(int modes) => (long)Registers(modes) * Rows * LaneWidth.Widest;

    /// <summary>Registers for all modes, two numbers each.</summary>
    /// <param name="modes">How many modes there are.</param>
    public static int Registers(int modes) => ((2 * modes) + LaneWidth.Widest - 1) / LaneWidth.Widest;

    /// <summary>Writes the factors down. Every number is written twice, Im with a minus sign where the product is a real part.</summary>
    /// <param name="modes">How many modes there are.</param>
    /// <param name="w">Exponents, pairs <c>[modes, 2]</c>.</param>
    /// <param name="target">Receives <c>[registers, <see cref="Rows"/>, lanes]</c>; zeros at first, which stay after the last mode.</param>
    public static void Write(int modes, double* w, float* target)
    {
        var lanes = LaneWidth.Widest;
        for (var mode = 0; mode < modes; mode++)
        {
            var at = target + ((long)(2 * mode / lanes) * Rows * lanes) + (2 * mode % lanes);
            var (re, im) = (w[2 * mode], w[(2 * mode) + 1]);
            var rest = Complex.Zero;
            for (var steps = 1; steps <= DiagonalShape.Chunk; steps++, at += 2 * lanes)
            {
                var (sine, cosine) = Math.SinCos(steps * im);
                var size = Math.Exp(steps * re);
                var (real, imaginary) = (Rounded(size * cosine), Rounded(size * sine));
                rest = new Complex((size * cosine) - real, (size * sine) - imaginary);
                Put(at, lanes, real, imaginary);
            }

            Put(at, lanes, Rounded(rest.Real), Rounded(rest.Imaginary));
        }
    }

    private static void Put(float* at, int lanes, float real, float imaginary)
    {
        (at[0], at[1]) = (real, real);
        (at[lanes], at[lanes + 1]) = (-imaginary, imaginary);
    }

    // A power beyond all numbers would make NaN of a state that is zero.
    private static float Rounded(double value) => Math.Abs(value) < Least ? 0 : (float)Math.Clamp(value, -float.MaxValue, float.MaxValue);
}
