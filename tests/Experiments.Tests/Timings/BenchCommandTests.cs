using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Timings;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Timings;

public sealed class BenchCommandTests
{
    private const string Product = "floor matmul 256x256x256 f32", Dropout = "tied dropout H=128 B=4 L=4096 | fwd";

    [Fact]
    public void The_cases_are_listed()
    {
        var (code, output, errors) = Cli.Run("bench", "--list");
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(BenchmarkSuite.All.Select(one => one.Name), output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Results_are_read_back_as_a_baseline()
    {
        using var folder = new TemporaryFolder();
        var file = folder["results.json"];
        var (code, output, _) = Cli.Run(
            "bench", "--filter", "TIED fwd", "--budget", "0.01", "--repetitions", "2", "--threads", "1", "--json", file);
        Assert.Equal(0, code);
        Assert.Matches("limits .*GFLOP/s of fused multiply-adds, .* GB/s of a copy", output);
        Assert.Matches("kernels +fused", output);
        Assert.Matches(@"tied dropout H=128 B=4 L=4096 \| fwd +\d+\.\d+ +\d+\.\d+ +\d+ +\d+\.\d+x +\d+\.\d %", output);
        var written = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal(1, written["env"]!["threads"]!.GetValue<int>());
        var result = written["results"]![Dropout]!;
        Assert.True(result["reps"]!.GetValue<int>() >= 2);
        Assert.InRange(result["min_ms"]!.GetValue<double>(), 0, result["median_ms"]!.GetValue<double>());
        Assert.NotNull(result["reference_ratio"]);
        Assert.True(result["limit_ms"]!.GetValue<double>() > 0);
        Assert.Equal(
            ["tied dropout H=128 B=4 L=4096 | fwd", "tied dropout H=128 B=4 L=4096 | fwd+bwd"],
            written["results"]!.AsObject().Select(entry => entry.Key));

        (code, output, _) = Cli.Run(
            "bench", "--filter", Dropout, "--budget", "0.01", "--repetitions", "1", "--no-reference", "--baseline", file);
        Assert.Equal(0, code);
        Assert.Matches(@"µs/token +baseline", output);
        Assert.Matches(@"\| fwd .*\d+\.\d+x\r?\n", output);
    }

    [Fact]
    public void Other_baselines_are_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder["results.json"];
        File.WriteAllText(file, """{"results": {"floor fftconv rfft+rfft+mul+irfft L=1024": {"median_ms": 1000}}}""");
        var (code, output, _) = Cli.Run(
            "bench",
            "--filter",
            "FFT convolution L=1024 | fwd",
            "--budget",
            "0.01",
            "--repetitions",
            "1",
            "--no-reference",
            "--baseline",
            file);
        Assert.Equal(0, code);
        Assert.Matches(@"FFT convolution .* L=1024 \| fwd .*\d+\.\d+x \(floor fftconv rfft\+rfft\+mul\+irfft L=1024\)", output);
        Assert.Matches(@"FFT convolution .* L=1024 \| fwd\+bwd.* [0-9.]+\r?\n", output);
    }

    [Theory]
    [InlineData("qqq", "No case has 'qqq' in its name. --list shows all ")]
    [InlineData("floor matmull", "No case has 'matmull' in its name. Did you mean matmul? --list shows all ")]
    [InlineData(
        "rfft 256x256x256", "No case has all of 'rfft 256x256x256' in its name. The nearest are 'floor rfft (B=4,H=128,L=1024) n=2L', ")]
    public void A_filter_that_nothing_matches_is_explained(string filter, string message)
    {
        var (code, _, errors) = Cli.Run("bench", "--filter", filter);
        Assert.Equal(2, code);
        Assert.Contains(message, errors);
        Assert.True(errors.Length < 400, errors);
    }

    [Theory]
    [InlineData("not JSON", "has no results")]
    [InlineData("[]", "has no results")]
    [InlineData("""{"env": {}}""", "has no results")]
    [InlineData("""{"results": {"a": {"median_ms": "fast"}}}""", "has no results")]
    [InlineData(null, "cannot be read")]
    public void A_bad_baseline_is_explained(string? content, string message)
    {
        using var folder = new TemporaryFolder();
        var file = folder["baseline.json"];
        if (content is not null)
        {
            File.WriteAllText(file, content);
        }

        var (code, _, errors) = Cli.Run("bench", "--filter", Product, "--baseline", file);
        Assert.Equal(2, code);
        Assert.Contains($"--baseline {file} {message}", errors);
    }

    [Theory]
    [InlineData("--budget is 0; it must be a number of seconds above 0", "--budget", "0")]
    [InlineData("--repetitions is 0; it must be at least 1", "--repetitions", "0")]
    [InlineData("--threads is 0; it must be at least 1", "--threads", "0")]
    [InlineData("there is no folder", "--json", "no/such/folder/results.json")]
    public void Options_out_of_range_are_explained(string message, params string[] options)
    {
        var (code, _, errors) = Cli.Run(["bench", "--filter", Product, .. options]);
        Assert.Equal(2, code);
        Assert.Contains(message, errors);
    }

    [Theory]
    [InlineData("TinySerpent", "blocks\\.0-1\\.branch1_compression +SelectiveCompression +2")]
    [InlineData("TinyMambaLm", "branch0_ssm +Mamba ")]
    public void A_model_is_profiled_layer_by_layer(string name, string row)
    {
        var (code, output, errors) = Cli.Run(
            "bench", "--model", name, "--batch-size", "3", "--length", "20", "--repetitions", "2");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("training step of 3 x 20 tokens, medians of 2", output);
        Assert.Matches(row, output);
        Assert.Matches("between layers", output);
        Assert.Matches(@"in all +\d+\.\d +\d+\.\d +\d+\.\d\dx", output);
    }

    [Theory]
    [InlineData("There is no architecture 'Nothing'", "--model", "Nothing")]
    [InlineData("only sequence classifiers and language models can be measured", "--model", "TinyPair")]
    [InlineData("--length is 25; for TinySerpent it must be from 1 to 24", "--model", "TinySerpent", "--length", "25")]
    [InlineData("--repetitions and --threads only", "--model", "TinySerpent", "--filter", "scan")]
    [InlineData("--batch-size and --length need --model", "--batch-size", "2")]
    public void A_profile_that_cannot_be_is_explained(string message, params string[] options)
    {
        var (code, _, errors) = Cli.Run(["bench", .. options]);
        Assert.Equal(2, code);
        Assert.Contains(message, errors);
    }
}
