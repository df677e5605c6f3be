using System.Globalization;
using System.Xml.Linq;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Reports.RunReport;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Reports;

public sealed class CurvePictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_run_has_its_curves_from_the_first_step_to_the_last()
    {
        var picture = Draw("loss", 1, 2);

        // Of each run the losses as measured, their mean, and the validations with a circle for each.
        XElement[] lines = [.. picture.Descendants("polyline")];
        Assert.Equal(6, lines.Length);
        Assert.Equal(10, picture.Descendants("circle").Count());
        var colours = picture.Descendants("g").Select(group => (string)group.Attribute("stroke")!);
        Assert.Equal(["var(--s0)", "var(--s0)", "var(--s1)", "var(--s1)"], colours);
        Assert.Equal([WrittenRun.Steps, WrittenRun.Steps, 5], lines.Take(3).Select(line => Points(line).Length));
        Assert.All(lines, line => Assert.Equal(544, Points(line)[^1].X));

        // The loss of run 1 falls evenly from 2.005 to 1.01; that of run 2 is 0.01 above it, and the validations 0.5.
        (double X, double Y)[] one = Points(lines[0]), two = Points(lines[3]), validation = Points(lines[2]);
        var pixels = (one[^1].Y - one[0].Y) / (2.005 - 1.01);
        Assert.True(pixels > 0);
        Assert.Equal(0.01 * pixels, one[^1].Y - two[^1].Y, 0.2);
        Assert.Equal(0.5 * pixels, one[^1].Y - validation[^1].Y, 0.2);
        Assert.Equal((one[0].Y + one[^1].Y) / 2, one[100].Y, 1.5);
    }

    [Fact]
    public void Ticks_stand_where_their_values_are()
    {
        var picture = Draw("accuracy", 1);
        var last = Points(picture.Descendants("polyline").First())[^1];
        var ticks = picture.Descendants("text").Where(text => (string?)text.Attribute("text-anchor") == "end")
            .Select(text => (
                Share: Number(text.Value.Replace(" %", "", StringComparison.Ordinal)), Y: (double)text.Attribute("y")! - 4)).ToArray();
        Assert.InRange(ticks.Length, 3, 8);
        var pixels = (ticks[0].Y - ticks[^1].Y) / (ticks[^1].Share - ticks[0].Share);
        Assert.Equal(50, ticks[0].Share + ((ticks[0].Y - last.Y) / pixels), 0.2);
        Assert.Equal("step", picture.Elements("text").Last().Value);
    }

    [Theory]
    [InlineData(0, 1, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(1, 6000, new[] { 1000, 2000, 3000, 4000, 5000, 6000.0 })]
    [InlineData(2.31, 2.39, new[] { 2.32, 2.34, 2.36, 2.38 })]
    [InlineData(-3, 4, new[] { -3, -2, -1, 0, 1, 2, 3, 4.0 })]
    public void Ticks_of_an_axis_are_round(double low, double high, double[] expected)
    {
        double[] ticks = [.. ChartAxis.Linear(low, high).Ticks];
        Assert.Equal(expected.Length, ticks.Length);
        Assert.All(expected.Zip(ticks), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory]
    [InlineData(0.3, 20, new[] { 0.2, 0.5, 1, 2, 5, 10, 20 })]
    [InlineData(3, 40_000, new[] { 1, 10, 100, 1000, 10_000, 100_000.0 })]
    [InlineData(10, 10, new[] { 10, 20.0 })]
    public void A_logarithmic_axis_holds_its_values_between_ticks(double low, double high, double[] expected)
    {
        var axis = ChartAxis.Logarithmic(low, high);
        Assert.All(expected.Zip(axis.Ticks), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * pair.First));
        Assert.Equal((expected.Length, expected[0], expected[^1]), (axis.Ticks.Count, Math.Round(axis.Low, 9), Math.Round(axis.High, 9)));
    }

    [Theory]
    [InlineData("bytes", 3_221_225_472, "3.00 GiB", "3 GiB")]
    [InlineData("share", 0.125, "12.5 %", "12.5 %")]
    [InlineData("rate", 0.0004, "4.00e-4", "4e-4")]
    [InlineData("count", 12_345, "12,345", "12.35k")]
    [InlineData("perplexity", 2_500_000, "2.50e+6", "2.5M")]
    public void Values_are_written_as_the_script_writes_them(string format, double value, string written, string tick) =>
        Assert.Equal((written, tick), (ChartNumbers.Write(format, value), ChartNumbers.Tick(format, value)));

    private XElement Draw(string id, params int[] seeds)
    {
        string[] folders = [.. seeds.Select(seed => WrittenRun.Write(_folder[$"run{seed}"], seed))];
        var runs = ReportRun.Read(folders, new ArchitectureCatalogue([typeof(TinySerpent).Assembly]));
        return XElement.Parse(CurvePicture.Draw(ReportChart.Of(runs).Single(chart => chart.Id == id), runs));
    }

    private static (double X, double Y)[] Points(XElement line) =>
    [
        .. ((string)line.Attribute("points")!).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(point => point.Split(','))
            .Select(at => (Number(at[0]), Number(at[1]))),
    ];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
