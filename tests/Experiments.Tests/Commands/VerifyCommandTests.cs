using System.Text.Json.Nodes;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class VerifyCommandTests
{
    [Fact]
    public void A_sound_architecture_is_green()
    {
        var (code, output, errors) = Cli.Run("verify", "TinySerpent", "--length", "10");
        Assert.Equal(0, code);
        Assert.Contains("3 sequences of 10, float64, seed 1", output);
        Assert.Contains("branch0_ssm (S4) reads both ways", output);
        Assert.Contains("for the same reason", output);
        Assert.Contains("6 passed, 0 failed, 7 not applicable.", output);
        Assert.Contains("padding invariance", errors);
    }

    [Fact]
    public void The_report_is_there_for_programs()
    {
        var (code, output, errors) = Cli.Run(
            "verify", "TinySerpent", "--json", "--batch-size", "2", "--samples", "1", "--seed", "5");
        Assert.Equal((0, ""), (code, errors));
        var report = JsonNode.Parse(output)!;
        Assert.True(report["passed"]!.GetValue<bool>());
        Assert.Equal((2, 24, 5), (report["batch"]!.GetValue<int>(), report["length"]!.GetValue<int>(), report["seed"]!.GetValue<int>()));
        var gradients = report["checks"]!.AsArray().Single(check => check!["name"]!.GetValue<string>() == "gradients")!;
        Assert.Equal("passed", gradients["verdict"]!.GetValue<string>());
        Assert.InRange(gradients["error"]!.GetValue<double>(), 0, 1e-5);
    }

    [Fact]
    public void What_is_wrong_is_shown_with_code_1()
    {
        // It calls its layers' forward, which runs no hooks: nobody can watch them.
        var (code, output, _) = Cli.Run("verify", "MeanMajority", "--samples", "0");
        Assert.Equal(1, code);
        Assert.Matches("FAILED +layer shapes +1 +0 +embedding \\(Embedding\\) did not run", output);
        Assert.Contains("1 failed", output);
    }

    [Theory]
    [InlineData("--length is 25; for TinySerpent it must be from 1 to 24", "--length", "25")]
    [InlineData("--batch-size is 1; it must be at least 2", "--batch-size", "1")]
    [InlineData("--samples is -1; it must be at least 0", "--samples", "-1")]
    [InlineData("--threads is 0; it must be at least 1", "--threads", "0")]
    public void Options_out_of_range_are_explained_with_code_2(string message, params string[] options)
    {
        var (code, _, errors) = Cli.Run(["verify", "TinySerpent", .. options]);
        Assert.Equal(2, code);
        Assert.Contains(message, errors);
    }
}
