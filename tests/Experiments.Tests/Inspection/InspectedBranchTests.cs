using SerpentDsl.Experiments.Inspection;

namespace SerpentDsl.Experiments.Tests.Inspection;

public class InspectedBranchTests
{
    // Tokens end at 0.5, 1.25, 1.5, 2.5; points stand at 1 and 2 and, rounded up, 3.
    private static readonly InspectedBranch s_branch = new(
        "blocks.0.branch1", Causal: false, Rate: 1, WindowSize: 2, MostPoints: 4, [0.5, 0.75, 0.25, 1], [0.5, 1.25, 1.5, 2.5], [-1, 2, 3]);

    [Fact]
    public void Points_fall_into_the_interval_of_a_token()
    {
        Assert.Equal(1, s_branch.PlaceOf(0).Token);
        Assert.Equal(2.0 / 3, s_branch.PlaceOf(0).Share, 12);
        Assert.Equal((3, 0.5), s_branch.PlaceOf(1));
        Assert.Equal((3, 1), s_branch.PlaceOf(2));
    }

    [Fact]
    public void Points_in_the_middles_of_units_come_half_a_unit_earlier()
    {
        var branch = s_branch with { FirstPoint = 0.5 };
        Assert.Equal((0, 1), branch.PlaceOf(0));
        Assert.Equal((2, 1), branch.PlaceOf(1));
        Assert.Equal((3, 1), branch.PlaceOf(2));
    }

    [Fact]
    public void The_declaration_is_told_with_its_choices()
    {
        Assert.Equal("ρ 1, window 2, both sides", s_branch.Declared);
        Assert.Equal(
            "ρ 1, window 2, causal, points in the middles",
            (s_branch with { Causal = true, Choices = ResamplingChoices.Of(new() { PointPlacement = PointPlacement.Middle }) }).Declared);
    }

    [Fact]
    public void Windows_end_with_the_sequence()
    {
        Assert.Equal((0, 0), s_branch.WindowOf(0));
        Assert.Equal((2, 3), s_branch.WindowOf(1));
        Assert.Equal((3, 3), s_branch.WindowOf(2));
    }

    [Fact]
    public void The_coverage_counts_each_token_of_a_window_once()
    {
        Assert.Equal(0.75, s_branch.Coverage);
        Assert.Equal(1, (s_branch with { WindowStarts = [0, 0, 2] }).Coverage);
        Assert.Equal(0, (s_branch with { WindowStarts = [] }).Coverage);
    }

    [Fact]
    public void Overlapping_windows_get_rows_of_their_own() => Assert.Equal([0, 0, 1], s_branch.Lanes());

    [Fact]
    public void Tokens_are_ranked_between_the_shortest_and_the_longest_interval()
    {
        Assert.Equal([1.0 / 3, 2.0 / 3, 0, 1], Enumerable.Range(0, 4).Select(s_branch.Standing));
        Assert.Equal(0.5, (s_branch with { Intervals = [0.3, 0.3, 0.3, 0.3] }).Standing(2));
        Assert.Equal(0.625, s_branch.RealisedRate);
    }

    [Fact]
    public void Lines_break_before_a_token_that_does_not_fit()
    {
        var lines = new TokenLines([3, 4, 20, 2, 5], 8);
        Assert.Equal([0, 0, 1, 2, 2], Enumerable.Range(0, 5).Select(lines.LineOf));
        Assert.Equal((3, 3, 7), (lines.Count, lines.Begin(1), lines.End(1)));
        Assert.Equal([3, 4], lines.TokensOf(2));
        Assert.Equal((1, 1), lines.PartOf(0, (1, 3)));
        Assert.Equal((3, 3), lines.PartOf(2, (1, 3)));
        Assert.Null(lines.PartOf(0, (3, 4)));
    }
}
