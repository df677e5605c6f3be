using System.Text;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Runs;

/// <summary>A run.json that was edited by hand is refused where the wrong value stands.</summary>
public sealed class ConfigurationShapeTests : IDisposable
{
    private static readonly string[] s_verbs = ["resume", "eval", "report", "export"];

    private readonly TemporaryFolder _folder = new();

    public ConfigurationShapeTests() =>
        Assert.Equal(
            0,
            Cli.Run("train", nameof(MeanMajority), "--out", _folder["run"], "--max-steps", "4", "--device", "cpu", "--threads", "1").Code);

    public void Dispose() => _folder.Dispose();

    private string Path => System.IO.Path.Combine(_folder["run"], RunFolder.ConfigurationFile);

    [Fact]
    public void What_a_training_writes_is_right() => Assert.NotNull(RunFolder.ReadConfiguration(_folder["run"]));

    [Theory]
    [InlineData("options.batchSize", "-3", "options.batchSize is -3; it must be a whole number of at least 1.")]
    [InlineData("options.batchSize", "\"32\"", "options.batchSize is \"32\"; it must be a whole number")]
    [InlineData("options.batchSize", "32.5", "options.batchSize is 32.5; it must be a whole number")]
    [InlineData("options.batchSize", "99999999999", "options.batchSize is 99999999999; it must be a whole number")]
    [InlineData("options.learningRate", "-0.1", "options.learningRate is -0.1; it must be a number above 0.")]
    [InlineData("options.learningRate", "\"0,1\"", "options.learningRate is \"0,1\"; it must be a number above 0.")]
    [InlineData("options.emaDecay", "1", "options.emaDecay is 1; it must be a number from 0 to below 1.")]
    [InlineData("options.checkpointInterval", "5", "options.checkpointInterval is 5; it must be a time")]
    [InlineData("options", "[]", "options is []; it must be an object.")]
    [InlineData("architecture", "\"MeanMajority\"", "architecture is \"MeanMajority\"; it must be an object.")]
    [InlineData("architecture.options", "{}", "architecture.options is {}; it must be a list of options.")]
    [InlineData("machine.threads", "-1", "machine.threads is -1; it must be a whole number of at least 1.")]
    [InlineData("task", "7", "task is 7; it must be a text.")]
    [InlineData("started", "\"yesterday\"", "started is \"yesterday\"; it must be a date and time.")]
    public void A_wrong_value_is_named(string member, string value, string message)
    {
        var configuration = RunFolder.ReadConfiguration(_folder["run"]);
        var names = member.Split('.');
        var owner = names.SkipLast(1).Aggregate((JsonNode)configuration, (node, name) => node[name]!);
        owner[names[^1]] = JsonNode.Parse(value);
        File.WriteAllText(Path, configuration.ToJsonString());
        Assert.All(s_verbs, verb => AssertRefused(verb, $"{Path}: {message}"));
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("[1]", "is not a JSON object")]
    [InlineData("{\"options\": {", "is not valid JSON")]
    [InlineData("{\"task\": \"a\", \"task\": \"b\"}", "is not valid JSON")]
    [InlineData("\0\0\0", "is not valid JSON")]
    public void A_broken_file_is_named(string content, string message)
    {
        File.WriteAllText(Path, content);
        Assert.All(s_verbs, verb => AssertRefused(verb, message));
    }

    [Theory]
    [InlineData("architecture")]
    [InlineData("options")]
    [InlineData("task")]
    [InlineData("cacheFolder")]
    [InlineData("lengthsChecksum")]
    [InlineData("machine")]
    public void A_missing_member_is_named(string member)
    {
        var configuration = RunFolder.ReadConfiguration(_folder["run"]);
        configuration.Remove(member);
        File.WriteAllText(Path, configuration.ToJsonString());
        AssertRefused("resume", $"has no {member}");
    }

    [Fact]
    public void An_architecture_that_is_unknown_here_is_named()
    {
        var metrics = System.IO.Path.Combine(_folder["run"], RunFolder.MetricsFile);
        File.WriteAllLines(metrics, File.ReadAllLines(metrics).SkipLast(1));
        File.WriteAllText(Path, File.ReadAllText(Path).Replace(typeof(MeanMajority).FullName!, "Elsewhere.Model"));
        AssertRefused("resume", "There is no architecture 'Elsewhere.Model'");
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_byte_order_mark_is_no_mistake(string encoding)
    {
        File.WriteAllText(Path, File.ReadAllText(Path), Encoding.GetEncoding(encoding));
        Assert.Equal(0, Cli.Run("resume", _folder["run"]).Code);
        Assert.Equal(0, Cli.Run("eval", _folder["run"], "--threads", "1").Code);
    }

    [Fact]
    public void Without_checkpoints_the_metrics_stay()
    {
        var metrics = System.IO.Path.Combine(_folder["run"], RunFolder.MetricsFile);
        File.WriteAllLines(metrics, File.ReadAllLines(metrics).SkipLast(1));
        var before = File.ReadAllText(metrics);
        Directory.Delete(System.IO.Path.Combine(_folder["run"], "checkpoints"), recursive: true);
        AssertRefused("resume", "state.safetensors is missing, but");
        AssertRefused("resume", "has the metrics of 4 steps, which would be lost");
        Assert.Equal(before, File.ReadAllText(metrics));
    }

    [Fact]
    public void A_line_of_metrics_that_was_cut_off_is_written_again()
    {
        var metrics = System.IO.Path.Combine(_folder["run"], RunFolder.MetricsFile);
        var lines = File.ReadAllLines(metrics);
        File.WriteAllText(metrics, string.Join('\n', lines.SkipLast(1)) + "\n" + lines[^1][..10]);
        Assert.Equal(0, Cli.Run("report", _folder["run"]).Code);
        Assert.Equal(0, Cli.Run("resume", _folder["run"], "--threads", "1").Code);
        Assert.Contains("\"kind\":\"end\"", File.ReadAllLines(metrics)[^1]);
    }

    private void AssertRefused(string verb, string message)
    {
        var (code, _, errors) = Cli.Run(verb == "export" ? [verb, _folder["run"], _folder["out"]] : [verb, _folder["run"]]);
        Assert.Contains(message, errors);
        Assert.InRange(code, ExitCode.Failure, ExitCode.Usage);
        Assert.Single(errors.Trim().Split('\n'));
        Assert.False(Directory.Exists(_folder["out"]));
    }
}
