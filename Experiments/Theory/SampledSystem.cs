using System.Numerics;

namespace SerpentDsl.Experiments.Theory;

/// <summary>
/// A diagonal state-space system with a sequence of inputs, and an interval for each element:
/// x_l = e^(a Δ_l) x_(l−1) + G_l b_l u_l, where G_l = (e^(a Δ_l) − 1)/a by zero-order hold, or G_l = Δ_l by Euler's rule, as in Mamba.
/// </summary>
/// <param name="A">The values a, one for each state.</param>
/// <param name="Inputs">The products b_l u_l, by element and state.</param>
/// <param name="Intervals">The intervals Δ_l, one for each element.</param>
/// <param name="Euler">Whether G_l follows Euler's rule; else zero-order hold.</param>
internal sealed record SampledSystem(Complex[] A, Complex[][] Inputs, double[] Intervals, bool Euler)
{
    /// <summary>The same system with another interval for one element.</summary>
    public SampledSystem WithInterval(int element, double interval) =>
        this with { Intervals = [.. Intervals[..element], interval, .. Intervals[(element + 1)..]] };

    /// <summary>The same system with one element and its interval left out.</summary>
    public SampledSystem Without(int element) => this with
    {
        Inputs = [.. Inputs[..element], .. Inputs[(element + 1)..]],
        Intervals = [.. Intervals[..element], .. Intervals[(element + 1)..]],
    };

    /// <summary>The same system with one element's input set to zero; the interval is kept.</summary>
    public SampledSystem WithoutInput(int element) =>
        this with { Inputs = [.. Inputs[..element], new Complex[A.Length], .. Inputs[(element + 1)..]] };

    /// <summary>The state after the first elements.</summary>
    /// <param name="elements">Number of elements.</param>
    public Complex[] State(int elements)
    {
        var x = new Complex[A.Length];
        for (var l = 0; l < elements; l++)
        {
            for (var n = 0; n < x.Length; n++)
            {
                x[n] = (Complex.Exp(A[n] * Intervals[l]) * x[n]) + (Gain(n, Intervals[l]) * Inputs[l][n]);
            }
        }

        return x;
    }

    /// <summary>The state after the last element.</summary>
    public Complex[] LastState() => State(Intervals.Length);

    /// <summary>The factor G of a state for an interval.</summary>
    public Complex Gain(int state, double interval) => Euler ? interval : ExponentialLessOne(A[state] * interval) / A[state];

    /// <summary>e^z − 1, without cancellation near 0.</summary>
    public static Complex ExponentialLessOne(Complex z)
    {
        var sine = Math.Sin(z.Imaginary / 2);
        var real = ExponentialLessOne(z.Real);
        return new Complex(
            (real * Math.Cos(z.Imaginary)) - (2 * sine * sine),
            (real + 1) * Math.Sin(z.Imaginary));
    }

    // Kahan's formula: the rounding errors of e^x and of its logarithm cancel.
    private static double ExponentialLessOne(double x)
    {
        var exponential = Math.Exp(x);
        return exponential == 1 ? x : exponential - 1 == -1 ? -1 : (exponential - 1) * x / Math.Log(exponential);
    }
}
