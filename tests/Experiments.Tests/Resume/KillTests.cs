using System.Diagnostics;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Resume;

/// <summary>The runner as a process of its own, killed again and again.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(TinyBatchNorm), 9)]
    [InlineData(nameof(TinyPair), 8)]
    [InlineData(nameof(TinyLanguage), 8)]
    public void Killed_at_any_moment_a_run_ends_as_if_it_had_not_been(string architecture, int kills)
    {
        const int Seed = 20261122;
        var whole = _folder["whole"];
        var clock = Stopwatch.StartNew();
        Run(Train(architecture, whole), null);
        var unbroken = clock.Elapsed;

        var random = new Random(Seed);
        var killed = 0;
        for (var attempt = 0; killed < kills; attempt++)
        {
            var broken = _folder[$"broken{attempt}"];
            var command = Train(architecture, broken);
            while (true)
            {
                TimeSpan? patience = killed < kills ? 0.7 * random.NextDouble() * unbroken : null;
                if (Run(command, patience))
                {
                    break;
                }

                killed++;

                // Killed before it had a configuration, a run has nothing to go on with.
                var began = File.Exists(Path.Combine(broken, RunFolder.ConfigurationFile));
                command = began ? ["resume", broken, .. s_here] : Train(architecture, broken = _folder[$"broken{attempt}-{killed}"]);
            }

            RunFiles.AssertSame(whole, broken);
        }
    }

    private static readonly string[] s_here = ["--checkpoint-every", "2"];

    private string[] Train(string architecture, string run) =>
        [
            "train",
            architecture,
            "--out",
            run,
            "--cache",
            _folder["cache"],
            "--device",
            "cpu",
            "--threads",
            "1",
            "--max-steps",
            "70",
            .. s_here
        ];

    /// <summary>Runs a command; kills it when its time is over.</summary>
    /// <returns>Whether it came to its end.</returns>
    private static bool Run(string[] command, TimeSpan? time)
    {
        using var process = KillableRunner.Start(command);
        if (!process.WaitForExit(time ?? KillableRunner.Patience))
        {
            process.Kill();
            Assert.True(time is not null, $"{string.Join(' ', command)} takes more than {KillableRunner.Patience.TotalMinutes} minutes.");
            return false;
        }

        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {process.ExitCode}\n{process.Output}\n{process.Errors}");
        return true;
    }
}
