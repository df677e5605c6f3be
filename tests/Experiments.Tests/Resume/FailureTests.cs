using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Resume;

/// <summary>What can go wrong with a run: each is said clearly, and nothing that was there is lost.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Here => ["--cache", _folder["cache"], "--device", "cpu", "--threads", "1"];

    private string[] Train(string run, string architecture = nameof(TinyBatchNorm)) =>
        ["train", architecture, "--out", _folder[run], .. Here, "--max-steps", "70", "--checkpoint-every", "10"];

    private (int Code, string Output, string Errors) Resume(string run, params string[] more) =>
        Cli.Run(["resume", _folder[run], .. Here, .. more]);

    /// <summary>A run that was stopped where its untrained model had been judged, before its first step.</summary>
    private void Begin(string run, string architecture = nameof(TinyBatchNorm))
    {
        Assert.Equal(130, Cli.RunUntil("untrained", Train(run, architecture)).Code);
        Assert.True(File.Exists(RunFolder.CheckpointIn(_folder[run], "state")));
    }

    private Dictionary<string, byte[]> Contents(string run) =>
        Directory.GetFiles(_folder[run], "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);

    private void AssertRefused(string run, int code, string message, params string[] more)
    {
        var before = Contents(run);
        var (found, _, errors) = Resume(run, more);
        Assert.Contains(message, errors);
        Assert.Equal(code, found);
        Assert.Equal(before, Contents(run));
    }

    private void Edit(string run, Action<JsonObject> change)
    {
        var path = Path.Combine(_folder[run], RunFolder.ConfigurationFile);
        var configuration = RunFolder.ReadConfiguration(_folder[run]);
        change(configuration);
        File.WriteAllText(path, configuration.ToJsonString());
    }

    /// <summary>Trains where no file can grow beyond a size.</summary>
    /// <returns>What the runner said.</returns>
    private string TrainOnFullDisk(int kibibytes)
    {
        using var process = KillableRunner.StartWithSmallFiles(kibibytes, Train("full"));
        Assert.True(process.WaitForExit(KillableRunner.Patience));
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("full cannot be written: ", process.Errors);
        return process.Errors;
    }

    private void AssertResumesAsWhole()
    {
        Assert.Equal(0, Resume("full").Code);
        Assert.Equal(0, Cli.Run(Train("whole")).Code);
        RunFiles.AssertSame(_folder["whole"], _folder["full"]);
    }

    [Fact]
    public void A_full_disk_ends_the_run_and_a_resumed_one_is_as_if_it_had_not()
    {
        // The metrics do not fit; the state does.
        Assert.Contains($"resume {_folder["full"]}'", TrainOnFullDisk(kibibytes: 20));
        AssertResumesAsWhole();
    }

    [Fact]
    public void A_state_that_does_not_fit_leaves_the_one_before()
    {
        Assert.Contains("none is lost", TrainOnFullDisk(kibibytes: 12));
        Assert.Empty(Directory.GetFiles(_folder["full"], "*.tmp", SearchOption.AllDirectories));
        AssertResumesAsWhole();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_found_before_the_data_is_read()
    {
        File.WriteAllText(_folder["file"], "");
        Directory.CreateDirectory(_folder["nothing"]);
        foreach (var place in new[] { "/proc/serpent/run", Path.Combine(_folder["file"], "run") })
        {
            var (code, _, errors) = Cli.Run(
                "train", nameof(TinyText), "--out", place, "--data", _folder["nothing"], "--device", "cpu");
            Assert.Contains($"{place} cannot be written to: ", errors);
            Assert.Equal(2, code);
        }
    }

    [Fact]
    public void Missing_data_is_named_and_leaves_no_folder()
    {
        Directory.CreateDirectory(_folder["nothing"]);
        var (code, _, errors) = Cli.Run(["train", nameof(TinyText), "--out", _folder["run"], "--data", _folder["nothing"], .. Here]);
        Assert.Contains("nothing", errors);
        Assert.Contains("data fetch", errors);
        Assert.Equal(1, code);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void A_run_that_another_process_has_is_left_to_it()
    {
        Begin("run");
        using (RunFolder.Open(_folder["run"]))
        {
            var (code, _, errors) = Resume("run");
            Assert.Contains($"is being written by another run of this program (process {Environment.ProcessId})", errors);
            Assert.Equal(1, code);
        }

        Assert.Equal(0, Resume("run").Code);
    }

    [Fact]
    public void The_lock_of_a_killed_process_is_none()
    {
        Begin("run");
        using (RunFolder.Open(_folder["run"]))
        {
            // What a killed process leaves: its id, but no lock; and files half-written.
            File.Copy(Path.Combine(_folder["run"], "run.pid"), _folder["pid"]);
        }

        File.Copy(_folder["pid"], Path.Combine(_folder["run"], "run.pid"));
        File.WriteAllText(RunFolder.CheckpointIn(_folder["run"], "state") + ".1-abc.tmp", "half");
        Assert.Equal(0, Resume("run").Code);
        Assert.False(File.Exists(Path.Combine(_folder["run"], "run.pid")));
        Assert.Empty(Directory.GetFiles(_folder["run"], "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_finished_run_stays_as_it_is()
    {
        Begin("run");
        Assert.Equal(0, Resume("run").Code);
        AssertRefused("run", 0, "is finished, after 70 steps");
    }

    [Fact]
    public void A_diverged_run_would_diverge_again()
    {
        Assert.Equal(1, Cli.Run([.. Train("run"), "--learning-rate", "1e30"]).Code);
        AssertRefused("run", 1, "diverged and would diverge again: Diverged at step");
    }

    [Fact]
    public void A_state_of_another_architecture_is_refused()
    {
        Begin("run");
        Begin("other", nameof(TinySerpent));
        File.Copy(RunFolder.CheckpointIn(_folder["other"], "state"), RunFolder.CheckpointIn(_folder["run"], "state"), overwrite: true);
        AssertRefused("run", 2, "state.safetensors is a checkpoint of SerpentDsl.Experiments.Tests.Models.TinySerpent, but");
    }

    [Fact]
    public void A_changed_declaration_is_refused_by_the_option_that_changed()
    {
        Begin("run");
        Edit("run", configuration => configuration["architecture"]!["options"]!.AsArray().Single(
            option => (string?)option!["name"] == "Dropout")!["value"] = "0.3");
        AssertRefused("run", 2, "backbone.Dropout was 0.3, is 0.2. Restore the declaration as it was");
    }

    [Fact]
    public void Other_data_is_refused()
    {
        Begin("run");
        Edit("run", configuration => configuration["lengthsChecksum"] = "00");
        AssertRefused("run", 2, "Majority has other rows now");
    }

    [Fact]
    public void Lost_best_parameters_are_found_before_the_training_goes_on()
    {
        Assert.Equal(0, Cli.Run(Train("run")).Code);
        var metrics = Path.Combine(_folder["run"], RunFolder.MetricsFile);
        File.WriteAllLines(metrics, File.ReadAllLines(metrics)[..^1]);
        var best = File.ReadAllBytes(RunFolder.CheckpointIn(_folder["run"], "best"));
        best[^9] ^= 16;
        File.WriteAllBytes(RunFolder.CheckpointIn(_folder["run"], "best"), best);
        AssertRefused("run", 1, "best.safetensors is damaged: its content does not match its checksum. Restore it from a copy");
        Assert.Contains("is damaged", Cli.Run(["eval", _folder["run"], .. Here]).Errors);
    }

    [Fact]
    public void A_run_of_another_version_is_refused()
    {
        Begin("run");
        Edit("run", configuration => configuration.Remove("options"));
        AssertRefused("run", 2, "was written by another version of this program, or was changed");
    }

    [Theory]
    [InlineData("There is no option '--learning-rate'", "--learning-rate", "1")]
    [InlineData("There is no option '--batch-size'", "--batch-size", "8")]
    [InlineData("--checkpoint-every is 0; it must be at least 1", "--checkpoint-every", "0")]
    public void A_run_goes_on_with_its_own_options(string message, params string[] options)
    {
        Begin("run");
        AssertRefused("run", 2, message, options);
    }

    [Fact]
    public void What_is_no_run_cannot_go_on()
    {
        Assert.Contains("There is no run", Cli.Run("resume", _folder["nowhere"]).Errors);
        Directory.CreateDirectory(_folder["empty"]);
        var (code, _, errors) = Cli.Run("resume", _folder["empty"]);
        Assert.Contains("is not a run: it has no run.json", errors);
        Assert.Equal(2, code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["empty"]));
    }

    [Fact]
    public void Other_threads_are_said_to_change_the_last_bits()
    {
        Begin("run");
        var (code, _, errors) = Cli.Run("resume", _folder["run"], "--device", "cpu", "--threads", "2");
        Assert.Contains("The last bits of the numbers may differ from those of an uninterrupted run: threads: 2, but was 1", errors);
        Assert.Equal(0, code);
    }
}
