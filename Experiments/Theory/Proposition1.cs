using System.Numerics;

namespace SerpentDsl.Experiments.Theory;

/// <summary>
/// Proposition 1 of SeRpEnt (arXiv 2501.11729): leaving out an element changes the last state by Θ(Δ_l) as its interval goes to 0, so
/// that the interval says what the element contributes. For one system and one element, at several intervals.
/// </summary>
/// <remarks>
/// Exactly, x_L − x_L^(l) = e^(a(t_L − t_l)) [ (e^(aΔ_l) − 1) x_(l−1) + G_l b_l u_l ], and this over Δ_l tends to
/// e^(a(t_L − t_l)) (a x_(l−1) + b_l u_l). With only the input zeroed and the interval kept, the first term is not there.
/// </remarks>
/// <param name="Rows">One per interval, from the greatest to the least.</param>
/// <param name="Limit">What the change over the interval tends to, by state.</param>
internal sealed record Proposition1(IReadOnlyList<Proposition1Row> Rows, Complex[] Limit)
{
    /// <summary>Δ_l of the rows, unless others are asked for.</summary>
    public static IReadOnlyList<double> DefaultIntervals { get; } = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];

    /// <summary>Norm of the limit.</summary>
    public double LimitNorm => Norm(Limit);

    /// <summary>The greatest distance of the change from its closed form, of the greatest entry of the last state.</summary>
    public double IdentityError => Rows.Max(
        row => row.Difference.Zip(row.Identity).Max(pair => (pair.First - pair.Second).Magnitude) / row.Last.Max(x => x.Magnitude));

    /// <summary>The change over the interval, of the limit: tends to 1.</summary>
    public double RatioToLimit(int row) => Rows[row].NormOverInterval / LimitNorm;

    /// <summary>The slope of log change over log interval between the last two rows: tends to 1.</summary>
    public double Slope =>
        Math.Log(Norm(Rows[^2].Difference) / Norm(Rows[^1].Difference)) / Math.Log(Rows[^2].Interval / Rows[^1].Interval);

    /// <summary>Runs the system with and without the element.</summary>
    /// <param name="system">The system; its own interval of the element does not count.</param>
    /// <param name="element">Which element is left out, from 0.</param>
    /// <param name="intervals">Δ_l, two at least.</param>
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

    /// <summary>The 2-norm.</summary>
    public static double Norm(Complex[] x) => Math.Sqrt(x.Sum(value => (value * Complex.Conjugate(value)).Real));
}
