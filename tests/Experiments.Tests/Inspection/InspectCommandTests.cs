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

    private static double EndOf(string branch) =>
        (double)JsonNode.Parse(Cli.Run("inspect", nameof(TinySerpent), "--text", Content, "--json").Output)!["branches"]!.AsArray()
            .Single(candidate => (string?)candidate!["name"] == branch)!["times"]!.AsArray()[^1]!;
}
