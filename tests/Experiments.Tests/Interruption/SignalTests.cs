using System.Diagnostics;
using System.Runtime.InteropServices;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Resume;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Interruption;

/// <summary>The runner as a process of its own, asked by the system to stop.</summary>
public sealed class SignalTests : IDisposable
{
    private const int HangUp = 1, Interrupt = 2, Terminate = 15;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("load", Terminate)]
    [InlineData("create", Interrupt)]
    [InlineData("create", HangUp)]
    public void Work_that_cannot_be_interrupted_is_cut_off(string stage, int signal)
    {
        using var process = Stuck(stage, Train("run"));
        SendSignal(process.Id, signal);
        Assert.True(process.WaitForExit(KillableRunner.Patience));
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Contains("serpent: stopped, in the midst of a computation that cannot be interrupted", process.Errors);
        Assert.Equal(stage == "create", Directory.Exists(_folder["run"]));
        if (stage == "create")
        {
            Assert.Equal(0, Cli.Run("resume", _folder["run"], "--threads", "1", "--device", "cpu").Code);
        }
    }

    [Fact]
    public void A_step_that_cannot_be_interrupted_is_left_out_and_everything_before_it_is_saved()
    {
        using (var process = Stuck("step", Train("broken")))
        {
            SendSignal(process.Id, HangUp);
            Assert.True(process.WaitForExit(KillableRunner.Patience));
            Assert.Equal(ExitCode.Interrupted, process.ExitCode);
            Assert.Contains("The state after step 24 is saved; ", process.Errors);
        }

        Assert.Equal(0, Cli.Run("resume", _folder["broken"], "--threads", "1", "--device", "cpu").Code);
        Assert.Equal(0, Cli.Run(Train("whole")).Code);
        RunFiles.AssertSame(_folder["whole"], _folder["broken"]);
    }

    [Theory]
    [InlineData(HangUp)]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public void A_training_saves_whatever_asks_it_to_stop(int signal)
    {
        using var process = KillableRunner.Start(
            "train", nameof(TinyLanguage), "--out", _folder["run"], "--epochs", "100000", "--threads", "1", "--device", "cpu");
        var best = RunFolder.CheckpointIn(_folder["run"], "best");
        Await(process, () => File.Exists(best));
        SendSignal(process.Id, signal);
        Assert.True(process.WaitForExit(KillableRunner.Patience));
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Contains("Everything is saved.", process.Output);
        Assert.Contains("\"status\":\"interrupted\"", File.ReadLines(Path.Combine(_folder["run"], RunFolder.MetricsFile)).Last());
    }

    [Fact]
    public void A_sweep_waits_for_its_trainings_to_save()
    {
        File.WriteAllText(
            _folder["sweep.json"],
            """{"name": "endless", "architectures": ["TinyLanguage"], "options": {"epochs": 100000, "device": "cpu"}}""");
        using var process = KillableRunner.Start("sweep", _folder["sweep.json"], "--out", _folder["sweep"]);
        var run = _folder[$"sweep/{nameof(TinyLanguage)}-seed1"];
        Await(process, () => File.Exists(RunFolder.CheckpointIn(run, "best")));
        SendSignal(process.Id, Terminate);
        Assert.True(process.WaitForExit(KillableRunner.Patience));
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Contains("\"status\":\"interrupted\"", File.ReadLines(Path.Combine(run, RunFolder.MetricsFile)).Last());
    }

    [Fact]
    public void A_hang_up_that_the_user_had_ignored_stays_ignored()
    {
        using var process = KillableRunner.StartIgnoringHangUp(Train("run"));
        Await(process, () => File.Exists(RunFolder.CheckpointIn(_folder["run"], "state")));
        SendSignal(process.Id, HangUp);
        Assert.True(process.WaitForExit(KillableRunner.Patience));
        Assert.Equal(ExitCode.Success, process.ExitCode);
    }

    private string[] Train(string run) =>
    [
        "train", nameof(StuckModel), "--out", _folder[run], "--max-steps", "40", "--threads", "1", "--device", "cpu",
        "--cache", _folder["cache"],
    ];

    /// <summary>Starts a command that gets stuck, and waits until it is.</summary>
    private KillableRunner Stuck(string stage, string[] command)
    {
        var mark = _folder[$"stuck-{stage}"];
        var process = KillableRunner.StartWith(
            new Dictionary<string, string> { [StuckWork.StageVariable] = stage, [StuckWork.MarkVariable] = mark }, command);
        Await(process, () => File.Exists(mark));
        return process;
    }

    private static void Await(KillableRunner process, Func<bool> happened)
    {
        var clock = Stopwatch.StartNew();
        while (!happened())
        {
            Assert.True(clock.Elapsed < KillableRunner.Patience, "The process does not get there.");
            if (process.WaitForExit(TimeSpan.FromMilliseconds(20)))
            {
                Assert.True(happened(), $"{process.ExitCode}\n{process.Output}\n{process.Errors}");
            }
        }
    }

    private static void SendSignal(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
