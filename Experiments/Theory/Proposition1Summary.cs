namespace SerpentDsl.Experiments.Theory;

/// <summary>What a group of systems shows, the same element left out of each.</summary>
/// <param name="Name">What the group is called.</param>
/// <param name="Kind">What kind its systems are.</param>
/// <param name="Systems">How many systems.</param>
/// <param name="States">States of each.</param>
/// <param name="Elements">Length of the sequence.</param>
/// <param name="IdentityError">Greatest distance from the closed form in any system, of the last state's greatest entry.</param>
/// <param name="Intervals">Δ_l.</param>
/// <param name="Changes">‖x_L − x_L^(l)‖ by interval, of the system that is furthest from its limit at the greatest interval.</param>
/// <param name="Ratios">The same over the interval, of that system's limit.</param>
/// <param name="Slope">That system's log-log slope at the least intervals.</param>
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
            throw new UsageException($"Nothing reaches {group.Name}: its inputs are all zero.");
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
