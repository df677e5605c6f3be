using System.Numerics;

namespace SerpentDsl.Experiments.Theory;

/// <summary>
/// Proposition 1 of SeRpEnt (arXiv 2501.11729): leaving out an element changes the last state by Θ(Δ_l) as its interval Δ_l goes to 0.
/// Checked here for one system and one element, at several intervals.
/// </summary>
/// <remarks>
/// The change is exactly x_L − x_L^(l) = e^(a(t_L − t_l)) [ (e^(aΔ_l) − 1) x_(l−1) + G_l b_l u_l ]. Divided by Δ_l it tends to
/// e^(a(t_L − t_l)) (a x_(l−1) + b_l u_l). If only the input is set to zero and the interval kept, the first term is missing.
/// </remarks>
/// <param name="Rows">Results, one for each interval, from the largest to the smallest.</param>
/// <param name="Limit">Limit of the change divided by Δ_l, one number per state.</param>
internal sealed record Proposition1(IReadOnlyList<Proposition1Row> Rows, Complex[] Limit)
{
    /// <summary>The values of Δ_l that <c>theory</c> uses.</summary>
    public static IReadOnlyList<double> DefaultIntervals { get; } = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];

    /// <summary>Norm of the limit.</summary>
    public double LimitNorm => Norm(Limit);

    /// <summary>Largest deviation of the change from its closed form, relative to the largest entry of the last state.</summary>
    public double IdentityError => Rows.Max(
        row => row.Difference.Zip(row.Identity).Max(pair => (pair.First - pair.Second).Magnitude) / row.Last.Max(x => x.Magnitude));

    /// <summary>Norm of the change divided by Δ_l, relative to the norm of the limit; tends to 1.</summary>
    public double RatioToLimit(int row) => Rows[row].NormOverInterval / LimitNorm;

    /// <summary>Slope of log change over log Δ_l between the last two rows; tends to 1.</summary>
    public double Slope =>
        Math.Log(Norm(Rows[^2].Difference) / Norm(Rows[^1].Difference)) / Math.Log(Rows[^2].Interval / Rows[^1].Interval);

    /// <summary>Runs a system with and without an element.</summary>
    /// <param name="system">The system; the element's own interval is replaced.</param>
    /// <param name="element">Index of the element that is left out, from 0.</param>
    /// <param name="intervals">Values of Δ_l; at least two.</param>
    public static Proposition1 Of(SampledSystem system, int element, IReadOnlyList<double> intervals)
    {
        var before = system.State(element);
        var after = system.Intervals[(element + 1)..].Sum();
        Complex[] decay = [.. system.A.Select(a => Complex.Exp(a * after))];
        var input = system.Inputs[element];
        var without = system.Without(element).LastState();
        return new Proposition1(
            [.. intervals.Select(interval =>
            {
                var with = system.WithInterval(element, interval);
                var last = with.LastState();
                var ofInput = ByState(n => decay[n] * with.Gain(n, interval) * input[n]);
                return new Proposition1Row(
                    interval,
                    last,
                    without,
                    ByState(n => last[n] - without[n]),
                    ByState(n => (decay[n] * SampledSystem.ExponentialLessOne(system.A[n] * interval) * before[n]) + ofInput[n]),
                    [.. last.Zip(with.WithoutInput(element).LastState(), (x, zeroed) => x - zeroed)],
                    ofInput);
            })],
            ByState(n => decay[n] * ((system.A[n] * before[n]) + input[n])));

        Complex[] ByState(Func<int, Complex> value) => [.. Enumerable.Range(0, system.A.Length).Select(value)];
    }

    /// <summary>The 2-norm of a vector.</summary>
    public static double Norm(Complex[] x) => Math.Sqrt(x.Sum(value => (value * Complex.Conjugate(value)).Real));
}
