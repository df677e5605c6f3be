using System.Diagnostics;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Predictions;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

/// <summary>Pipes and devices in the place of files: each is refused in a sentence before it is read, which may never end.</summary>
public sealed class PipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pipe_is_no_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using (var made = Process.Start("mkfifo", _folder["pipe"]))
        {
            made.WaitForExit();
        }

        var run = SavedRun.Writer(_folder["run"]);
        string[][] commands =
        [
            ["sweep"], ["table", "--protocol"], ["bench", "--filter", "gelu", "--baseline"], ["generate", run, "--prompts"], ["import"],
            ["train", nameof(TinyTuned), "--out", _folder["out"], "--from"],
        ];
        foreach (var command in commands)
        {
            AssertRefused("is a pipe, not a file. Write its content to a file and name that.", [.. command, _folder["pipe"]]);
        }

        AssertRefused("is empty, or a device", "sweep", "/dev/zero");
        AssertRefused("/dev/zero has no prompts", "generate", run, "--prompts", "/dev/zero");
        AssertRefused("is a folder, not a file", "sweep", _folder.Path);
    }

    private static void AssertRefused(string message, params string[] command)
    {
        var (code, _, errors) = Cli.Run(command);
        Assert.Contains(message, errors);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.InRange(code, 1, 2);
    }
}
