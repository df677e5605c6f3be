using System.Text.Json.Nodes;
using System.Xml.Linq;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Inspection;

public sealed class InspectCommandTests : IDisposable
{
    private const string Content = "a b <unk> c d d a a";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Programs_get_every_branch()
    {
        var (code, output, errors) = Cli.Run("inspect", nameof(TinySerpent), "--text", Content, "--json");
        Assert.Equal((0, ""), (code, errors));
        var found = JsonNode.Parse(output)!;
        Assert.Equal([.. Content.Split(' '), "<eos>"], found["tokens"]!.AsArray().Select(token => (string)token!));
        Assert.Equal(["blocks.0.branch1", "blocks.1.branch1"], found["branches"]!.AsArray().Select(branch => (string)branch!["name"]!));
        foreach (var branch in found["branches"]!.AsArray())
        {
            double[] intervals = [.. branch!["intervals"]!.AsArray().Select(value => (double)value!)];
            double[] times = [.. branch["times"]!.AsArray().Select(value => (double)value!)];
            Assert.Equal(9, intervals.Length);
            Assert.All(intervals, interval => Assert.InRange(interval, 0, 0.5));
            Assert.Equal(intervals.Sum(), times[^1], 6);
            Assert.Equal((int)Math.Ceiling(times[^1]), branch["windowStarts"]!.AsArray().Count);
            Assert.Equal(times[^1] / 9, (double)branch["realisedRate"]!, 12);
            Assert.Equal((0.5, 4, 5), ((double)branch["rate"]!, (int)branch["windowSize"]!, (int)branch["mostPoints"]!));
        }
    }

    [Fact]
    public void Windows_of_a_causal_branch_end_where_their_point_falls()
    {
        var (code, output, errors) = Cli.Run("inspect", nameof(TinyCausal), "--text", Content, "--json");
        Assert.Equal((0, ""), (code, errors));
        var branch = JsonNode.Parse(output)!["branches"]!.AsArray().Single()!;
        double[] times = [.. branch["times"]!.AsArray().Select(value => (double)value!)];
        int[] starts = [.. branch["windowStarts"]!.AsArray().Select(value => (int)value!)];
        Assert.True((bool)branch["causal"]!);
        Assert.Equal((int)times[^1], starts.Length);
        Assert.Equal(Enumerable.Range(1, starts.Length).Select(point => Array.FindIndex(times, time => time >= point) - 2), starts);
    }

    [Fact]
    public void A_person_gets_a_picture_of_the_first_block_or_of_another()
    {
        var (code, output, errors) = Cli.Run("inspect", nameof(TinySerpent), "--text", Content);
        Assert.Equal(0, code);
        Assert.Contains("blocks.0.branch1", output);
        Assert.DoesNotContain("blocks.1.branch1", output);
        Assert.Contains("--block N", errors);
        Assert.Contains("a b <unk> c d d a a <eos>", output);
        Assert.Matches("longest +[^ ]+ [0-9.]+ %", output);
        Assert.Equal((int)Math.Ceiling(EndOf("blocks.0.branch1")), output.Count(letter => letter == '●'));

        (code, output, errors) = Cli.Run("inspect", nameof(TinySerpent), "--text", Content, "--block", "1");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("blocks.1.branch1", output);
    }

    [Fact]
    public void A_page_stands_alone_and_escapes_the_text()
    {
        Assert.Equal(0, Cli.Run("inspect", nameof(TinySerpent), "--text", Content, "--html", _folder["page.html"]).Code);
        var page = File.ReadAllText(_folder["page.html"]);
        Assert.DoesNotContain("http", page);
        Assert.DoesNotContain("<unk>", page);
        Assert.Equal(2, page.Split("<section").Length - 1);

        // What lies in the body is XML but for the doctype and the head's meta tags.
        var body = XElement.Parse(
            page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + 7)]);
        XElement[] tokens = [.. body.Descendants("g").Where(element => (string?)element.Attribute("class") == "token")];
        Assert.Equal(18, tokens.Length);
        Assert.Equal("<unk>", tokens[2].Element("text")!.Value);
        Assert.All(tokens, token => Assert.InRange((double)token.Elements("rect").Last().Attribute("height")!, 1, 58));
    }

    [Fact]
    public void A_run_is_shown_with_its_own_parameters()
    {
        Assert.Equal(
            0,
            Cli.Run("train", nameof(TinySerpent), "--out", _folder["run"], "--max-steps", "3", "--device", "cpu", "--threads", "1").Code);
        var (code, trained, _) = Cli.Run("inspect", _folder["run"], "--text", Content, "--json");
        Assert.Equal(0, code);
        Assert.Contains("step 3", (string)JsonNode.Parse(trained)!["origin"]!);
        var fresh = Cli.Run("inspect", nameof(TinySerpent), "--text", Content, "--json").Output;
        Assert.NotEqual(
            (string)JsonNode.Parse(fresh)!["branches"]!.ToJsonString(), (string)JsonNode.Parse(trained)!["branches"]!.ToJsonString());
    }

    [Fact]
    public void Without_a_text_the_intervals_of_a_split_are_averaged_by_token()
    {
        var (code, output, _) = Cli.Run("inspect", nameof(TinySerpent), "--rows", "40", "--json");
        Assert.Equal(0, code);
        var found = JsonNode.Parse(output)!;
        Assert.Equal(("test", 40), ((string)found["split"]!, (int)found["rows"]!));
        Assert.Equal(["blocks.0.branch1", "blocks.1.branch1"], found["branches"]!.AsArray().Select(branch => (string)branch!["name"]!));

        // A row of one token more has its interval more; in the first block the interval is a function of the token alone.
        Assert.Equal(1, (double)found["branches"]![0]!["explainedByToken"]!, 6);
        Assert.InRange((double)found["branches"]![1]!["explainedByToken"]!, 0, 0.999);
        foreach (var branch in found["branches"]!.AsArray())
        {
            JsonNode[] tokens = [.. branch!["tokens"]!.AsArray()!];
            Assert.Equal(
                tokens.Sum(token => (long)token["count"]!), branch["groups"]!.AsArray().Sum(group => (long)group!["count"]!));
            Assert.Equal(
                (double)branch["mean"]!,
                tokens.Sum(token => (long)token["count"]! * (double)token["mean"]!) / tokens.Sum(token => (long)token["count"]!),
                9);
        }

        var text = JsonNode.Parse(Cli.Run("inspect", nameof(TinySerpent), "--text", Content, "--json").Output)!;
        var interval = (double)text["branches"]![0]!["intervals"]![0]!;
        var same = found["branches"]![0]!["tokens"]!.AsArray().Single(token => (string)token!["name"]! == "a")!;
        Assert.Equal(interval / 0.5, (double)same["mean"]!, 6);
    }

    [Fact]
    public void A_person_gets_a_table_and_a_page_of_a_run()
    {
        Assert.Equal(
            0,
            Cli.Run("train", nameof(TinySerpent), "--out", _folder["run"], "--max-steps", "3", "--device", "cpu", "--threads", "1").Code);
        var (code, output, errors) = Cli.Run(
            "inspect", _folder["run"], "--split", "validation", "--block", "1", "--html", _folder["tokens.html"]);
        Assert.Equal(0, code);
        Assert.Contains("validation", output);
        Assert.Contains("of whose variance the token explains", output);
        Assert.DoesNotContain("blocks.0.branch1", output);
        Assert.Contains(_folder["tokens.html"], errors);
        var page = File.ReadAllText(_folder["tokens.html"]);
        Assert.DoesNotContain("http", page);
        Assert.Contains("by kind of token", page);
    }

    [Theory]
    [InlineData("Leave one of them out.", "--text", "a b", "--rows", "5")]
    [InlineData("--split is 'tset'; it must be one of train, validation, test.", "--split", "tset")]
    [InlineData("--rows is 0; it must be at least 1.", "--rows", "0")]
    [InlineData("--block is 7; the branches are blocks.0.branch1", "--rows", "4", "--block", "7")]
    public void A_mistake_is_explained(string problem, params string[] args)
    {
        var (code, _, errors) = Cli.Run(["inspect", nameof(TinySerpent), .. args]);
        Assert.Equal(2, code);
        Assert.Contains(problem, errors);
    }

    private static double EndOf(string branch) =>
        (double)JsonNode.Parse(Cli.Run("inspect", nameof(TinySerpent), "--text", Content, "--json").Output)!["branches"]!.AsArray()
            .Single(candidate => (string?)candidate!["name"] == branch)!["times"]!.AsArray()[^1]!;
}
