using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.OwnData;

public sealed class OwnDataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Here => ["--cache", _folder["cache"], "--device", "cpu", "--threads", "1"];

    private string[] Texts => ["--data", Reviews(), "--text", "text", "--label", "sentiment"];

    private static string Lines(int count, Func<int, FormattableString> line) =>
        string.Concat(Enumerable.Range(0, count).Select(row => FormattableString.Invariant(line(row)) + "\n"));

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    private string Reviews() =>
        Write("reviews.csv", "text,sentiment\n" + Lines(
            60, row => $"\"{(row % 2 == 0 ? "dull" : "fine")}, {row}\",{(row % 2 == 0 ? "neg" : "pos")}"));

    private string Series() => Write(
        "series.csv",
        "a,b,c,y\n" + Lines(200, row => $"{row % 7},{row % 5},{row % 3},{100 + (10 * ((row % 7) + (row % 5) + (row % 3)))}"));

    private string LongSeries() => Write(
        "long.csv",
        "id,t,a,b,l\n" + string.Concat(Enumerable.Range(0, 60).Select(series => Lines(4, time =>
            $"{series},{time},{(series % 2 == 0 ? 1 : -1) + (0.1 * time)},{time},{(series % 2 == 0 ? "up" : "down")}"))));

    private (int Code, string Output, string Errors) Train(string name, params string[] args) =>
        Cli.Run(["train", name, "--out", _folder["run"], "--batch-size", "8", .. Here, .. args]);

    [Fact]
    public void A_CSV_is_trained_on_evaluated_and_resumed()
    {
        var (code, output, errors) = Train(nameof(OwnClassifier), [.. Texts, "--epochs", "3"]);
        Assert.True(code == 0, errors);
        Assert.Contains("on reviews", output);
        Assert.Contains("48 / 6 / 6 rows", output);
        Assert.Equal(["neg", "pos"], LabelFile.Read(_folder["run"]).Classes!);
        Assert.Equal(258, EncoderFile.Read(_folder["run"]).Encode("a", 9)[^1] + 1);
        var kept = RunFolder.ReadConfiguration(_folder["run"])["ownData"]!;
        Assert.Equal(_folder["reviews.csv"], (string?)kept["path"]);

        var evaluation = JsonNode.Parse(Cli.Run(["eval", _folder["run"], "--json", .. Here]).Output)!;
        var end = RunStore.LastLine(_folder["run"], "end")!;
        Assert.Equal((double)end["test"]!["accuracy"]!, (double)evaluation["splits"]!["test"]!["accuracy"]!);
        Assert.Contains("is finished", Cli.Run(["resume", _folder["run"], .. Here]).Errors);
        (code, output, errors) = Cli.Run(["eval", _folder["run"], "--data", Write("other.csv", "text,sentiment\n" + Lines(30, row =>
            $"fine {row},{(row % 2 == 0 ? "pos" : "neg")}")), .. Here]);
        Assert.True(code == 0, errors);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{ \"kind\": \"telepathy\", \"path\": \"a.csv\" }")]
    [InlineData("{ \"kind\": \"table\", \"path\": \"a.csv\" }")]
    public void An_entry_of_own_data_that_was_changed_is_refused(string entry)
    {
        Assert.Equal(0, Train(nameof(OwnClassifier), [.. Texts, "--max-steps", "1"]).Code);
        var path = Path.Combine(_folder["run"], RunFolder.ConfigurationFile);
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        root["ownData"] = JsonNode.Parse(entry);
        File.WriteAllText(path, root.ToJsonString());
        var (code, _, errors) = Cli.Run(["eval", _folder["run"], .. Here]);
        Assert.Contains("ownData of the run's run.json cannot be read", errors);
        Assert.DoesNotContain("   at ", errors);
        Assert.Equal(2, code);
    }

    [Fact]
    public void An_interrupted_training_on_own_data_continues()
    {
        var train = new[]
        {
            "train", nameof(OwnClassifier), "--out", _folder["run"], "--batch-size", "8", "--tokenizer", "characters", "--epochs", "2",
        };
        Assert.Equal(130, Cli.RunUntil("step 1/", [.. train, .. Texts, .. Here]).Code);
        var (code, output, errors) = Cli.Run(["resume", _folder["run"], .. Here]);
        Assert.True(code == 0, errors);
        Assert.Contains("step 12/12", output);
    }

    [Fact]
    public void A_declared_table_is_the_same_data()
    {
        Reviews();
        var (code, output, errors) = Train(nameof(DeclaredReviews), "--data", _folder.Path);
        Assert.True(code == 0, errors);
        Assert.Contains("48 / 6 / 6 rows", output);
        Assert.Contains("on OwnReviews", output);
        Assert.Contains("is sound: 48 / 6 / 6 rows", Cli.Run("data", "check", "OwnReviews", "--data", _folder.Path).Output);
        Assert.Null(RunFolder.ReadConfiguration(_folder["run"])["ownData"]);
    }

    [Fact]
    public void Series_are_predicted_in_their_own_units()
    {
        var (code, output, errors) = Train(
            nameof(OwnRegressor), "--data", Series(), "--target", "y", "--epochs", "8", "--learning-rate", "0.02");
        Assert.True(code == 0, errors);
        Assert.Contains("validation RMSE and R²", output);
        Assert.Contains("mean of the targets", output);
        Assert.DoesNotContain("accuracy", output);
        var test = RunStore.LastLine(_folder["run"], "end")!["test"]!;
        Assert.Null(test["accuracy"]);
        Assert.InRange((double)test["r2"]!, 0.5, 1);
        Assert.InRange((double)test["rmse"]!, 0.01, 20);
        Assert.InRange((double)test["mae"]!, 0.01, (double)test["rmse"]!);
        var labels = LabelFile.Read(_folder["run"]);
        Assert.Equal("y", labels.Outputs!.Single().Name);
        Assert.InRange(labels.Outputs!.Single().Mean, 140, 180);

        (code, output, errors) = Cli.Run(["eval", _folder["run"], .. Here]);
        Assert.True(code == 0, errors);
        Assert.Contains("RMSE", output);
        Assert.DoesNotContain("accuracy", output);
        (code, output, errors) = Cli.Run(["report", _folder["run"], "--evaluate", .. Here]);
        Assert.True(code == 0, errors);
        var page = File.ReadAllText(output.Trim());
        Assert.Contains("validation RMSE", page);
        Assert.DoesNotContain("validation accuracy", page);
    }

    [Fact]
    public void Series_are_classified()
    {
        var (code, output, errors) = Train(
            nameof(OwnSeriesClassifier), "--data", LongSeries(), "--series", "id", "--time", "t", "--values", "a,b", "--label", "l",
            "--epochs", "10", "--learning-rate", "0.02");
        Assert.True(code == 0, errors);
        Assert.Contains("validation accuracy", output);
        Assert.Equal(["down", "up"], LabelFile.Read(_folder["run"]).Classes!);
        Assert.Equal(1.0, (double)RunStore.LastLine(_folder["run"], "end")!["test"]!["accuracy"]!);
        Assert.Equal(0, Cli.Run(["report", _folder["run"], "--evaluate", .. Here]).Code);
    }

    [Fact]
    public void Pairs_and_folders_and_text()
    {
        var pairs = Write("pairs.tsv", "q\ta\tl\n" + Lines(40, row => $"question {row}\tanswer {row}\t{row % 2}"));
        Assert.Equal(0, Train(nameof(OwnPairs), "--data", pairs, "--text", "q", "--second", "a", "--label", "l", "--max-steps", "1").Code);
        Directory.Delete(_folder["run"], recursive: true);
        foreach (var row in Enumerable.Range(0, 40))
        {
            Directory.CreateDirectory(_folder[$"texts/{row % 2}"]);
            Write($"texts/{row % 2}/{row}.txt", $"text {row}");
        }

        Assert.Equal(0, Train(nameof(OwnClassifier), "--data", _folder["texts"], "--max-steps", "1").Code);
        Directory.Delete(_folder["run"], recursive: true);
        var text = Write("corpus.txt", Lines(300, row => $"line {row} of a long text"));
        var (code, output, errors) = Train(nameof(OwnLanguage), "--data", text, "--tokenizer", "bpe", "--max-steps", "2");
        Assert.Equal((0, true), (code, output.Contains("on corpus", StringComparison.Ordinal)));
        Assert.Contains("encoding", errors);
        Assert.InRange(EncoderFile.ReadTokenizer(_folder["run"]).Vocabulary, 257, 300);
        Assert.Equal(0, Cli.Run(["eval", _folder["run"], .. Here]).Code);
    }

    [Fact]
    public void Own_data_is_checked_and_described()
    {
        var (code, output, errors) = Cli.Run(["data", "check", .. Texts]);
        Assert.True(code == 0, errors);
        Assert.Contains("reviews is sound: 48 / 6 / 6 rows", output);
        output = Cli.Run(["data", "stats", .. Texts]).Output;
        Assert.Contains("neg 50.0  pos 50.0", output);
        output = Cli.Run(["data", "--data", Series(), "--target", "y"]).Output;
        Assert.Contains("mean of the answers", output);
        Assert.Matches("mean of the targets +RMSE", output);
        Assert.Contains(
            "down", Cli.Run("data", "stats", "--data", LongSeries(), "--series", "id", "--values", "a,b", "--label", "l").Output);
        Assert.Contains("ids used", Cli.Run(
            "data", "--data", Write("corpus.txt", Lines(300, row => $"line {row}")), "--cache", _folder["cache"]).Output);
        Assert.Equal(1, Cli.Run("data", "check", "--data", Write("bad.csv", "a,y\n1,x\n"), "--target", "y").Code);
    }

    [Theory]
    [InlineData("data", "Majority")]
    [InlineData("data", "check", "Majority")]
    [InlineData("train", "MeanMajority", "--task", "Majority")]
    public void A_task_with_data_of_its_own_takes_no_options_of_other_data(params string[] command)
    {
        var (code, _, errors) = Cli.Run([.. command, "--test-share", "0.5"]);
        Assert.Contains("The task Majority has data of its own, but --test-share describes other data. Leave out one.", errors);
        Assert.Equal(2, code);
    }

    [Theory]
    [InlineData("OwnClassifier", "--text text --label other", 1, "has no column 'other'")]
    [InlineData("OwnClassifier", "--text text", 2, "--label is missing")]
    [InlineData("OwnClassifier", "--text text --label three", 2, "declare classes: 3")]
    [InlineData("OwnClassifier", "--text text --label sentiment --series id", 2, "--series does not apply")]
    [InlineData("OwnClassifier", "--text text --label sentiment --tokenizer nonsense", 1, "There is no tokenizer 'nonsense'")]
    [InlineData("OwnClassifier", "--text text --label sentiment --delimiter long", 2, "--delimiter is 'long'")]
    [InlineData("OwnClassifier", "--text text --label sentiment --delimiter é", 2, "--delimiter is 'é'; it must be one ASCII character")]
    [InlineData("OwnClassifier", "--text text --label sentiment --delimiter x", 2, "--delimiter is 'x'")]
    [InlineData("OwnClassifier", "--text text --label sentiment --format xls", 2, "--format is 'xls'")]
    [InlineData("OwnClassifier", "--text text --label sentiment --test nowhere.csv", 2, "--test is nowhere.csv")]
    [InlineData("OwnClassifier", "--text text --label sentiment --validation-share 2", 2, "--validation-share is 2")]
    [InlineData("OwnClassifier", "--text text --label sentiment --batch-size 500", 2, "--batch-size is 500")]
    [InlineData("OwnRegressor", "--text text --label sentiment", 2, "--text does not apply: OwnRegressor, declared [Sequence")]
    [InlineData("OwnRegressor", "--target text", 1, "which is no finite number")]
    [InlineData("OwnRegressor", "--values number --label three", 2, "declare outputs: 3")]
    [InlineData("OwnLanguage", "--label sentiment", 2, "--label does not apply")]
    [InlineData("OwnPairs", "--text text --label sentiment", 2, "--second is missing")]
    public void Mistakes_are_told_before_a_folder_is_made(string model, string options, int expected, string message)
    {
        var data = Write("rows.csv", "text,sentiment,three,number\n" + Lines(60, row => $"t{row},{row % 2},{row % 3},{row}.5"));
        var (code, _, errors) = Cli.Run(["train", model, "--out", _folder["run"], "--data", data, .. Here, .. options.Split(' ')]);
        Assert.Contains(message, errors);
        Assert.DoesNotContain("   at ", errors);
        Assert.Equal(expected, code);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Data_that_is_not_there_is_refused()
    {
        foreach (var args in new[]
        {
            new[] { "train", nameof(MeanMajority), "--data", "/nowhere" }, ["data", "check", "ShortListOps", "--data", "/nowhere"],
            ["train", nameof(OwnClassifier), "--data", "/nowhere", "--text", "a", "--label", "b"],
            ["data", "--data", "/nowhere", "--target", "y"],
        })
        {
            var (code, _, errors) = Cli.Run([.. args, "--cache", _folder["cache"]]);
            Assert.Contains("/nowhere", errors);
            Assert.Contains("does not exist", errors);
            Assert.InRange(code, 1, 2);
        }

        Assert.Contains("Name its file with --data", Cli.Run("train", nameof(OwnClassifier), "--text", "a").Errors);
        Assert.Contains("--data series.csv --target COLUMN", Cli.Run("train", nameof(OwnRegressor)).Errors);
    }

    [Fact]
    public void Cut_rows_are_told()
    {
        var @long = Write("rows.csv", "t,l\n" + Lines(40, row => $"{new string('x', row)}y,{row % 2}"));
        var (code, output, _) = Train(nameof(OwnClassifier), "--data", @long, "--text", "t", "--label", "l", "--max-steps", "1");
        Assert.Equal(0, code);
        Assert.Contains("rows have more tokens than are read and lose their ends", output);
        output = Cli.Run("data", "check", "--data", @long, "--text", "t", "--label", "l").Output;
        Assert.DoesNotContain("lose their ends", output);
    }

    [Fact]
    public void ListOps_tells_which_values_cannot_be_learned()
    {
        Directory.CreateDirectory(_folder["listops"]);
        var row = $"[MAX {string.Concat(Enumerable.Repeat("1 ", 2100))}9 ]\t9\n[MIN 1 2 ]\t1\n";
        foreach (var split in new[] { "train", "val", "test" })
        {
            Write($"listops/basic_{split}.tsv", "Source\tTarget\n" + row);
        }

        foreach (var action in new[] { "check", "stats" })
        {
            var output = Cli.Run("data", action, "ListOps", "--data", _folder["listops"], "--cache", _folder["cache"]).Output;
            Assert.Contains("1 / 1 / 1 rows have more tokens", output.ReplaceLineEndings(" "));
            Assert.Contains("cannot be learned", output.ReplaceLineEndings(" "));
        }
    }
}
