using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Resume;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

/// <summary>Environment variables with values that mean nothing.</summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("SERPENT_KERNELS", "nonsense", "SERPENT_KERNELS=nonsense is unknown; use 'reference'")]
    [InlineData("SERPENT_CONVOLUTION", "nonsense", "SERPENT_CONVOLUTION=nonsense is unknown; use 'transform'")]
    [InlineData("SERPENT_CACHE", "/dev/null/cache", "/dev/null")]
    public void A_wrong_value_is_named(string variable, string value, string message)
    {
        using var folder = new TemporaryFolder();
        string[] command = ["train", nameof(ListOpsReader), "--out", folder["run"], "--device", "cpu"];
        using var process = KillableRunner.StartWith(new Dictionary<string, string> { [variable] = value }, command);
        Assert.True(process.WaitForExit(KillableRunner.Patience));
        Assert.InRange(process.ExitCode, ExitCode.Failure, ExitCode.Usage);
        Assert.Contains(message, process.Errors);
        Assert.DoesNotContain("   at ", process.Errors);
        Assert.False(Directory.Exists(folder["run"]));
    }
}
