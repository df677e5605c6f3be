using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Tests.Output;

public class NearestNamesTests
{
    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ListOps", "listops", 0)]
    [InlineData("train", "trian", 2)]
    public void Distance_counts_edits(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestNames.Distance(a, b));
        Assert.Equal(distance, NearestNames.Distance(b, a));
    }

    [Theory]
    [InlineData("S4ListOp", "No. Did you mean S4ListOps or S5ListOps or SerpentS4ListOps?")]
    [InlineData("serpent", "No. Did you mean SerpentS4ListOps?")]
    [InlineData("q", "No. There are S4ListOps, S5ListOps, SerpentS4ListOps.")]
    public void What_comes_near_is_suggested(string name, string expected) =>
        Assert.Equal(expected, NearestNames.Explain("No.", name, ["SerpentS4ListOps", "S5ListOps", "S4ListOps"]));

    [Theory]
    [InlineData(7.4, "0:07")]
    [InlineData(760, "12:40")]
    [InlineData(3723, "1:02:03")]
    public void Durations_are_short(double seconds, string expected) => Assert.Equal(expected, Figures.Duration(seconds));

    [Theory]
    [InlineData(999, "999")]
    [InlineData(12_345, "12.3 k")]
    [InlineData(1_234_567, "1.2 M")]
    [InlineData(2.5e9, "2.5 G")]
    [InlineData(2.5e12, "2.5 T")]
    public void Quantities_have_prefixes(double quantity, string expected)
    {
        Assert.Equal(expected, Figures.Quantity(quantity));
        Assert.StartsWith(expected, Figures.Quantity(quantity, "FLOP"));
        Assert.EndsWith("FLOP", Figures.Quantity(quantity, "FLOP"));
    }
}
