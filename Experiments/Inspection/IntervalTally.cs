namespace SerpentDsl.Experiments.Inspection;

/// <summary>Adds up the intervals of a resampled branch by token and by group of tokens.</summary>
/// <param name="name">Path of the branch in the model.</param>
/// <param name="rate">ρ, the upper limit of an interval.</param>
internal sealed class IntervalTally(string name, double rate)
{
    private readonly IntervalSum _all = new();
    private readonly Dictionary<string, IntervalSum> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IntervalSum> _groups = new(StringComparer.Ordinal);

    /// <summary>Adds the interval of a token.</summary>
    /// <param name="token">The token's readable name.</param>
    /// <param name="group">The token's group.</param>
    /// <param name="interval">Δ.</param>
    public void Add(string token, string group, double interval)
    {
        var share = interval / rate;
        _all.Add(share);
        SumOf(_tokens, token).Add(share);
        SumOf(_groups, group).Add(share);
    }

    /// <summary>The means so far.</summary>
    public BranchIntervals Finish()
    {
        var within = _tokens.Values.Sum(token => token.Count * token.Variance) / _all.Count;
        return new BranchIntervals(
            name,
            rate,
            _all.Mean,
            Math.Sqrt(_all.Variance),
            _all.Variance < 1e-12 ? 0 : Math.Clamp(1 - (within / _all.Variance), 0, 1),
            Sorted(_groups),
            Sorted(_tokens));
    }

    private static IntervalSum SumOf(Dictionary<string, IntervalSum> sums, string name)
    {
        if (!sums.TryGetValue(name, out var sum))
        {
            sums.Add(name, sum = new IntervalSum());
        }

        return sum;
    }

    private static IReadOnlyList<IntervalGroup> Sorted(Dictionary<string, IntervalSum> sums) =>
    [
        .. sums
            .Select(entry => new IntervalGroup(entry.Key, entry.Value.Count, entry.Value.Mean, Math.Sqrt(entry.Value.Variance)))
            .OrderByDescending(entry => entry.Mean)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal),
    ];
}
