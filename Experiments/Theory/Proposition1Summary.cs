namespace SerpentDsl.Experiments.Theory;

/// <summary>The results of a group of systems; the same element is left out of each.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Kind">Kind of the systems.</param>
/// <param name="Systems">Number of systems.</param>
/// <param name="States">Number of states of each system.</param>
/// <param name="Elements">Length of the sequence.</param>
/// <param name="IdentityError">
/// Largest deviation from the closed form in any system, relative to the largest entry of the last state.
/// </param>
/// <param name="Intervals">Values of Δ_l.</param>
/// <param name="Changes">‖x_L − x_L^(l)‖ for each interval, of the system furthest from its limit at the largest interval.</param>
/// <param name="Ratios">The change divided by Δ_l, relative to its limit, of the same system.</param>
/// <param name="Slope">Log-log slope between the two smallest intervals, of the same system.</param>
internal sealed record Proposition1Summary(
    string Name,
    string Kind,
    int Systems,
    int States,
    int Elements,
    double IdentityError,
    IReadOnlyList<double> Intervals,
    IReadOnlyList<double> Changes,
    IReadOnlyList<double> Ratios,
    double Slope)
{
    /// <summary>Leaves the middle element out of every system.</summary>
    public static Proposition1Summary Of(SystemGroup group)
    {
        var first = group.Systems[0];
        var elements = first.Intervals.Length;
        Proposition1[] results =
        [
            .. group.Systems
                .Select(system => Proposition1.Of(system, elements / 2, Proposition1.DefaultIntervals))
                .Where(result => result.LimitNorm > 0),
        ];
        if (results.Length == 0)
        {
            throw new UsageException($"All inputs of {group.Name} are zero, so nothing can be measured. Use another --seed.");
        }

        var furthest = results.MaxBy(result => Math.Abs(result.RatioToLimit(0) - 1))!;
        return new Proposition1Summary(
            group.Name,
            group.Kind,
            results.Length,
            first.A.Length,
            elements,
            results.Max(result => result.IdentityError),
            Proposition1.DefaultIntervals,
            [.. furthest.Rows.Select(row => Proposition1.Norm(row.Difference))],
            [.. furthest.Rows.Index().Select(row => furthest.RatioToLimit(row.Index))],
            furthest.Slope);
    }
}
