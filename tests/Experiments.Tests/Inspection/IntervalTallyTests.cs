using SerpentDsl.Experiments.Inspection;

namespace SerpentDsl.Experiments.Tests.Inspection;

public sealed class IntervalTallyTests
{
    [Fact]
    public void Means_are_by_token_and_by_group_in_shares_of_the_rate()
    {
        var tally = new IntervalTally("blocks.0.branch1", rate: 0.5);
        foreach (var (token, group, interval) in new[] { ("a", "x", 0.1), ("a", "x", 0.3), ("b", "x", 0.3), ("c", "y", 0.5) })
        {
            tally.Add(token, group, interval);
        }

        var found = tally.Finish();
        Assert.Equal(0.6, found.Mean, 12);
        Assert.Equal(["c", "b", "a"], found.Tokens.Select(token => token.Name));
        Assert.Equal([1, 0.6, 0.4], found.Tokens.Select(token => Math.Round(token.Mean, 12)));
        Assert.Equal(0.2, found.Tokens[^1].Deviation, 12);
        Assert.Equal([("y", 1L), ("x", 3L)], found.Groups.Select(group => (group.Name, group.Count)));

        // Shares 0.2, 0.6, 0.6, 1: variance 0.08, of which 2/4 · 0.04 lies within the token a.
        Assert.Equal(Math.Sqrt(0.08), found.Deviation, 12);
        Assert.Equal(1 - (0.02 / 0.08), found.ExplainedByToken, 12);
    }

    [Fact]
    public void Equal_intervals_are_explained_by_nothing()
    {
        var tally = new IntervalTally("blocks.0.branch1", rate: 0.5);
        tally.Add("a", "x", 0.25);
        tally.Add("b", "x", 0.25);
        Assert.Equal(0, tally.Finish().ExplainedByToken);
    }
}
