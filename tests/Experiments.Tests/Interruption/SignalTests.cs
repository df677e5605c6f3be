using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Resume;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Interruption;

/// <summary>The runner as a process of its own, asked by the system to stop.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("load", Signals.Terminate)]
    [InlineData("create", Signals.Interrupt)]
    [InlineData("create", Signals.HangUp)]
    public void Work_that_cannot_be_interrupted_is_cut_off(string stage, int signal)
    {
        using var process = Stuck(stage, Train("run"));
        process.Interrupt(signal);
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
            process.Interrupt(Signals.HangUp);
            Assert.Contains("The state after step 24 is saved; ", process.Errors);
        }

        Assert.Equal(0, Cli.Run("resume", _folder["broken"], "--threads", "1", "--device", "cpu").Code);
        Assert.Equal(0, Cli.Run(Train("whole")).Code);
        RunFiles.AssertSame(_folder["whole"], _folder["broken"]);
    }

    [Theory]
    [InlineData(Signals.HangUp)]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    public void A_training_saves_whatever_asks_it_to_stop(int signal)
    {
        using var process = KillableRunner.Start(
            "train", nameof(TinyLanguage), "--out", _folder["run"], "--epochs", "100000", "--threads", "1", "--device", "cpu");
        var best = RunFolder.CheckpointIn(_folder["run"], "best");
        process.Await(() => File.Exists(best));
        process.Interrupt(signal);
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
        process.Await(() => File.Exists(RunFolder.CheckpointIn(run, "best")));
        process.Interrupt(Signals.Terminate);
        Assert.Contains("\"status\":\"interrupted\"", File.ReadLines(Path.Combine(run, RunFolder.MetricsFile)).Last());
    }

    [Fact]
    public void A_hang_up_that_the_user_had_ignored_stays_ignored()
    {
        using var process = KillableRunner.StartIgnoringHangUp(Train("run"));
        process.Await(() => File.Exists(RunFolder.CheckpointIn(_folder["run"], "state")));
        process.Send(Signals.HangUp);
        Assert.True(process.WaitForExit(KillableRunner.Patience));
        Assert.Equal(ExitCode.Success, process.ExitCode);
    }

    private string[] Train(string run) =>
    [
        "train", nameof(StuckModel), "--out", _folder[run], "--max-steps", "40", "--threads", "1", "--device", "cpu",
        "--cache", _folder["cache"],
    ];

    private KillableRunner Stuck(string stage, string[] command) =>
        KillableRunner.StartStuck(stage, _folder[$"stuck-{stage}"], command);
}
