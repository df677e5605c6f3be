using System.Globalization;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class SeriesTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TaskContext Context => new(_folder["cache"], null, null);

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    [Fact]
    public void A_wide_row_is_a_series()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"{row},{row + 1},{(row % 2 == 0 ? "" : "9")},{2 * row}\n")));
        var task = new SeriesTask(Write("wide.csv", "a,b,c,y\n" + rows)) { Targets = ["y"] };
        var splits = task.Load(Context, default);
        Assert.Equal((16, 2, 2), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal((1, 1, 3, 0), (task.Inputs, task.Outputs, task.MaxLength, task.Vocabulary));
        Assert.All(splits.Train, row => Assert.Equal(row.Values.Span[0] % 2 == 0 ? 2 : 3, row.Values.Length));
        Assert.All(splits.Train, row => Assert.Equal(2 * row.Values.Span[0], row.Targets.Span[0]));
        var mean = splits.Train.Average(row => row.Targets.Span[0]);
        Assert.Equal(mean, splits.Outputs[0].Mean, 9);
        Assert.Equal(
            Math.Sqrt(splits.Train.Average(row => Math.Pow(row.Targets.Span[0] - mean, 2))), splits.Outputs[0].Scale, 9);
        Assert.Null(splits.Labels);
    }

    [Fact]
    public void Long_rows_are_positions()
    {
        var rows = Enumerable.Range(0, 10).SelectMany(series => new[] { 2, 0, 1 }.Select(time =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"s{series},2026-01-0{time + 1},{(10 * series) + time},{-time},{(series % 2 == 0 ? "up" : "down")}\n")));
        var task = new SeriesTask(Write("long.csv", "id,t,a,b,l\n" + string.Concat(rows)))
        {
            Values = ["a", "b"],
            Label = "l",
            SeriesColumn = "id",
            TimeColumn = "t",
        };
        var splits = task.Load(Context, default);
        Assert.Equal((2, 2, 3, true), (task.Inputs, task.Outputs, task.MaxLength, task.IsClassification));
        Assert.Equal(["down", "up"], splits.Labels!);
        Assert.All(splits.Train, row =>
        {
            var first = row.Values.Span[0];
            Assert.Equal<float>([first, 0, first + 1, -1, first + 2, -2], row.Values.ToArray());
            Assert.Equal((first / 10 % 2) == 0 ? 1 : 0, row.Targets.Span[0]);
        });
        var other = new SeriesTask(_folder["long.csv"])
        {
            Values = ["a", "b"],
            Label = "l",
            SeriesColumn = "id",
            TimeColumn = "t",
            LongestSeries = 2,
        };
        Assert.Equal(6, other.Load(Context, default).Cut!.Train);
    }

    [Fact]
    public void The_scales_of_a_run_are_recalled()
    {
        var path = Write("wide.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},{row}\n")));
        LabelFile.Write(_folder.Path, new LabelSet(Inputs: [new("value", 5, 2)], Outputs: [new("y", 7, 3)]));
        var task = new SeriesTask(path) { Targets = ["y"] };
        task.Fit(new RegressorHeadSpec(1, 1, 10));
        task.Recall(_folder.Path);
        Assert.Equal(new SeriesColumn("y", 7, 3), task.Load(Context, default).Outputs[0]);
    }

    [Theory]
    [InlineData("a,b,y\n1,2,3\n1,x,3\n", "line 3: 'b' is 'x', which is no finite number")]
    [InlineData("a,b,y\n1,NaN,3\n", "line 2: 'b' is 'NaN'")]
    [InlineData("a;b;y\n1;2,5;3\n", "line 2: 'b' is '2,5'")]
    [InlineData("a,b,y\n,2,3\n", "line 2: 'a' is empty")]
    [InlineData("a,b,y\n1,2,\n", "line 2: 'y' is empty")]
    [InlineData("a,b,y\n,,3\n", "line 2: the series has no values")]
    [InlineData("a,b,y\n1,2,1e400\n", "line 2: 'y' is '1e400'")]
    [InlineData("y\n1\n", "has no column of values")]
    [InlineData("a,b\n1,2\n", "has no column 'y'")]
    public void Mistakes_are_named(string content, string message) =>
        Assert.Contains(message, Refused(new SeriesTask(Write("rows.csv", content)) { Targets = ["y"] }));

    [Fact]
    public void More_mistakes_are_named()
    {
        var path = Write("long.csv", "id,t,a,y\n1,1,5,1\n1,2,5,2\n,3,5,1\n2,,4,4\n");
        Assert.Contains(
            "line 3: the answer or the split of series '1' differs from that in line 2",
            Refused(new SeriesTask(path) { Targets = ["y"], SeriesColumn = "id", TimeColumn = "t" }));
        Assert.Contains("line 4: 'id' is empty", Refused(new SeriesTask(path) { Targets = ["y"], SeriesColumn = "id", TimeColumn = "t" }));
        Assert.Contains("one of the two", Refused(new SeriesTask(path)));
        Assert.Contains("one of the two", Refused(new SeriesTask(path) { Targets = ["y"], Label = "a" }));
    }

    private string Refused(SeriesTask task) => Assert.Throws<TaskDataException>(() => task.Load(Context, default)).Message;
}
