using System.Globalization;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Predictions;
using SerpentDsl.Tasks.Predictions;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Reviews => Directory.Exists(_folder["reviews"]) ? _folder["reviews"] : SavedRun.Reviews(_folder["reviews"]);

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }

    private static string[] Predict(string run, params string[] args)
    {
        var (code, output, errors) = Cli.Run(["predict", run, "--threads", "1", "--device", "cpu", .. args]);
        Assert.True(code == ExitCode.Success, errors);
        return output.TrimEnd('\n').Split('\n');
    }

    private static string Refused(string run, params string[] args)
    {
        var (code, output, errors) = Cli.Run(["predict", run, "--threads", "1", "--device", "cpu", .. args]);
        Assert.True(code is ExitCode.Usage or ExitCode.Failure, output);
        Assert.DoesNotContain("   at ", errors);
        return errors;
    }

    [Fact]
    public void Texts_are_answered_with_the_probabilities_of_all_classes()
    {
        var lines = Predict(Reviews, "--text", "a fine film", "--text", "dull, \"really\"");
        Assert.Equal("label,probability,p(bad),p(fair),p(good)", lines[0]);
        Assert.Equal(3, lines.Length);
        using var predictor = Predictor.Load<TinyReviews>(Reviews);
        Assert.All(new[] { "a fine film", "dull, \"really\"" }.Zip(lines.Skip(1)), pair =>
        {
            var cells = pair.Second.Split(',');
            double[] probabilities = [.. cells.Skip(2).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal(predictor.Predict(pair.First).Label, cells[0]);
            Assert.Equal(probabilities.Max(), double.Parse(cells[1], CultureInfo.InvariantCulture));
            Assert.Equal(1, probabilities.Sum(), 4);
        });
        Assert.Equal("label,probability,label2,probability2", Predict(Reviews, "--text", "a", "--top", "2")[0]);
        Assert.Equal("label,probability", Predict(Reviews, "--text", "a", "--top", "1")[0]);
    }

    [Fact]
    public void Rows_of_a_file_keep_their_order_and_the_columns_that_are_asked()
    {
        var csv = Write("rows.csv", "id,text,label\n7,a fine film,x\n8,\"dull, and\nlong\",\"y\"\"z\"\n");
        var lines = Predict(Reviews, "--input", csv, "--keep", "all", "--top", "1");
        Assert.Equal("id,text,label,predicted_label,probability", lines[0]);
        Assert.StartsWith("7,a fine film,x,", lines[1]);
        Assert.Equal(("8,\"dull, and", true), (lines[2], lines[3].StartsWith("long\",\"y\"\"z\",", StringComparison.Ordinal)));

        var json = Write("rows.jsonl", "{ \"body\": \"a fine film\", \"id\": 7 }\n{ \"body\": \"dull\", \"id\": 8 }\n");
        Predict(Reviews, "--input", json, "--column", "body", "--keep", "id", "--output", _folder["out.jsonl"]);
        var rows = File.ReadAllLines(_folder["out.jsonl"]).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(["7", "8"], rows.Select(row => (string?)row["id"]));
        Assert.Equal(lines[1].Split(',')[3], (string?)rows[0]["label"]);
        Assert.Equal(["bad", "fair", "good"], rows[0]["probabilities"]!.AsObject().Select(entry => entry.Key).Order());

        var single = Write("single.tsv", "comment\na fine film\n");
        Assert.Equal(2, Predict(Reviews, "--input", single).Length);
    }

    [Fact]
    public void Many_rows_are_answered_in_windows()
    {
        var csv = Write("rows.csv", "text\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"{new string('a', 1 + (i % 25))}\n")));
        var small = Predict(Reviews, "--input", csv, "--batch-size", "2", "--top", "1");
        Assert.Equal(151, small.Length);
        var whole = Predict(Reviews, "--input", csv, "--top", "1");
        Assert.Equal(small.Select(line => line.Split(',')[0]), whole.Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void Rows_that_are_cut_are_counted()
    {
        var csv = Write("rows.csv", $"text\nshort\n{new string('x', 50)}\n");
        var (_, output, errors) = Cli.Run("predict", Reviews, "--input", csv, "--format", "jsonl");
        Assert.Contains("1 of 2 rows had more than 32 positions", errors);
        Assert.Single(output.Split('\n'), line => line.Contains("\"cut\":true", StringComparison.Ordinal));
    }

    [Fact]
    public void Pairs_and_series_are_answered()
    {
        var answers = SavedRun.Answers(_folder["answers"]);
        Assert.Equal("label,probability,p(no),p(yes)", Predict(answers, "--text", "why?", "--second", "because")[0]);
        var pairs = Write("pairs.csv", "first,second\nwhy?,because\nwhen?,now\n");
        Assert.Equal(
            Predict(answers, "--text", "why?", "--second", "because")[1], Predict(answers, "--input", pairs, "--batch-size", "1")[1]);
        Assert.Contains("1 --text and 0 --second", Refused(answers, "--text", "why?"));
        Assert.Contains("Leave out --second", Refused(Reviews, "--text", "a", "--second", "b"));

        var gauge = SavedRun.Gauge(_folder["gauge"]);
        var series = Write("series.csv", "day,station,wind,rain\n2,b,8,0\n1,b,12,-1\n1,a,10,-2\n");
        var lines = Predict(gauge, "--input", series, "--series", "station", "--time", "day");
        Assert.Equal(["station,level,flow", "b", "a"], [lines[0], .. lines.Skip(1).Select(line => line.Split(',')[0])]);
        using var predictor = Predictor.Load<TinyGauge>(gauge);
        var expected = predictor.Predict([PredictionRow.Of(new float[] { 12, -1, 8, 0 })])[0].Values[0].Value;
        Assert.Equal(expected, double.Parse(lines[1].Split(',')[1], CultureInfo.InvariantCulture), 2);
        Assert.Contains("not texts", Refused(gauge, "--text", "1 2 3"));
    }

    [Fact]
    public void What_is_wrong_with_rows_and_options_is_said_in_one_sentence()
    {
        Assert.Contains("needs rows", Refused(Reviews));
        Assert.Contains("needs rows", Refused(Reviews, "--text", "a", "--input", "b.csv"));
        Assert.Contains("There is no run nowhere", Refused("nowhere", "--text", "a"));
        Assert.Contains("nothing.csv", Refused(Reviews, "--input", _folder["nothing.csv"]));
        Assert.Contains("does not tell the form", Refused(Reviews, "--input", Write("rows.xyz", "text\na\n")));
        Assert.Contains("has no column 'tekst'", Refused(Reviews, "--input", Write("rows.csv", "text,id\na,1\n"), "--column", "tekst"));
        Assert.Contains("has no column 'name'", Refused(Reviews, "--input", _folder["rows.csv"], "--keep", "name"));
        Assert.Contains("Name the one of the text", Refused(Reviews, "--input", Write("two.csv", "a,b\n1,2\n")));
        Assert.Contains("'text' is empty", Refused(Reviews, "--input", Write("empty.csv", "text,id\na,1\n,2\n")));
        Assert.Contains("is the file of --input", Refused(Reviews, "--input", _folder["rows.csv"], "--output", _folder["rows.csv"]));
        Assert.Contains("The text is empty", Refused(Reviews, "--text", " "));
        Assert.Contains("--top is 0", Refused(Reviews, "--text", "a", "--top", "0"));
        Assert.Contains("--format is 'xml'", Refused(Reviews, "--text", "a", "--format", "xml"));
        Assert.Contains("[LanguageModel]", Refused(SavedRun.Writer(_folder["writer"]), "--text", "a"));
    }

    [Fact]
    public void An_encoder_that_no_file_describes_is_that_of_the_task()
    {
        var run = _folder["majority"];
        var (code, _, errors) = Cli.Run("train", nameof(MeanMajority), "--out", run, "--max-steps", "2", "--threads", "1");
        Assert.True(code == ExitCode.Success, errors);
        Assert.Equal("label,probability,p(0),p(1),p(2),p(3)", Predict(run, "--text", "a b a")[0]);
    }
}
