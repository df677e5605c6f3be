using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Sweeps;

public sealed class SweepRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly InThisProcess _process = new();

    public void Dispose() => _folder.Dispose();

    private static SweepMember[] Members(params long[] seeds)
    {
        var call = new TrainCall(
            MeanMajority.Spec, new Dictionary<string, string> { ["max-steps"] = "2", ["device"] = "cpu", ["threads"] = "1" });
        return [.. SweepMember.Of("try", call, seeds, Cli.TrainCalls)];
    }

    private IReadOnlyList<MemberStatus> Run(SweepMember[] members, int jobs = 1, CancellationToken cancellation = default) =>
        new SweepRunner(_folder["sweep"], _process, jobs).Run(members, _ => { }, () => { }, cancellation);

    [Fact]
    public void What_is_finished_is_not_trained_again()
    {
        Assert.All(Run(Members(1, 2)), status => Assert.Equal(MemberState.Finished, status.State));
        Assert.Equal(2, _process.Calls.Count);
        var again = Run(Members(1, 2, 3));
        Assert.Equal([MemberState.Found, MemberState.Found, MemberState.Finished], again.Select(status => status.State));
        Assert.Equal(3, _process.Calls.Count);
        Assert.Equal(_folder["sweep/try-seed3"], again[2].Folder);
        Assert.Contains("step 2/2", File.ReadAllText(again[2].Log!));
    }

    [Fact]
    public void One_that_fails_does_not_stop_the_others()
    {
        _process.Failing = "2";
        var ended = Run(Members(1, 2, 3), jobs: 2);
        Assert.Equal([MemberState.Finished, MemberState.Failed, MemberState.Finished], ended.Select(status => status.State));
        Assert.Equal("the disk is full", ended[1].Problem);

        // Another time it is tried again.
        _process.Failing = null;
        Assert.Equal([MemberState.Found, MemberState.Finished, MemberState.Found], Run(Members(1, 2, 3)).Select(status => status.State));
    }

    [Fact]
    public void What_was_cut_off_is_gone_on_with()
    {
        Run(Members(1));
        var run = _folder["sweep/try-seed1"];
        var metrics = Path.Combine(run, RunFolder.MetricsFile);
        var lines = File.ReadAllLines(metrics);
        File.WriteAllLines(metrics, lines.SkipLast(1));
        var ended = Run(Members(1)).Single();
        Assert.Equal((MemberState.Finished, run), (ended.State, ended.Folder));
        Assert.Equal(["resume", run], _process.Calls[^1]);
        Assert.Equal(lines[^1][..40], File.ReadLines(metrics).Last()[..40]);
    }

    [Fact]
    public void What_diverged_would_do_so_again()
    {
        var call = new TrainCall(
            MeanMajority.Spec, new Dictionary<string, string> { ["learning-rate"] = "1e30", ["device"] = "cpu", ["threads"] = "1" });
        SweepMember[] members = [.. SweepMember.Of("wild", call, [1], Cli.TrainCalls)];
        Assert.Equal((MemberState.Failed, "diverged"), (Run(members).Single().State, Run(members).Single().Problem!.Split(',')[0]));
        Assert.Single(_process.Calls);
    }

    [Fact]
    public void A_stopped_sweep_starts_no_more()
    {
        using var stop = new CancellationTokenSource();
        _process.Began += stop.Cancel;
        var ended = Run(Members(1, 2), cancellation: stop.Token);
        Assert.Equal([MemberState.Stopped, MemberState.Stopped], ended.Select(status => status.State));
        Assert.Single(_process.Calls);
    }

    [Fact]
    public void A_folder_has_one_sweep_at_a_time()
    {
        string? refused = null;
        _process.Began += () => refused = Assert.Throws<UsageException>(
            () => new SweepRunner(_folder["sweep"], _process, 1).Run(Members(2), _ => { }, () => { }, default)).Message;
        Run(Members(1));
        Assert.Contains("Another sweep is running", refused);
    }

    [Fact]
    public void A_sweep_trains_in_processes_of_its_own()
    {
        var file = _folder["sweep.json"];
        File.WriteAllText(
            file, """{ "name": "x", "architectures": ["MeanMajority", "Misfit"], "options": { "max-steps": 2, "device": "cpu" } }""");
        var runner = new RunnerProcess("dotnet", [typeof(SweepRunnerTests).Assembly.Location]);
        Assert.Equal(1, runner.Run(["sweep", file, "--out", _folder["runs"], "--jobs", "2"], _folder["log"], default));
        var printed = File.ReadAllText(_folder["log"]);
        Assert.Contains("MeanMajority-seed1: finished", printed);
        Assert.Contains("Misfit-seed1 failed: Misfit does not fit Majority", printed);
        Assert.Equal("MeanMajority", Assert.Single(RunStore.Scan(_folder["runs"])).Architecture);
    }

    [Fact]
    public async Task A_process_is_logged_and_asked_to_stop()
    {
        using var stop = new CancellationTokenSource();
        const string Script = "trap 'echo saved; exit 130' TERM; echo \"ready $1\"; sleep 60 >/dev/null 2>&1 & wait";
        var shell = new RunnerProcess("/bin/sh", ["-c", Script, "sh"]);
        var log = _folder["log"];
        var stopping = StopOnceReady(log, stop);
        Assert.Equal(130, shell.Run(["argument"], log, stop.Token));
        await stopping;
        Assert.Equal(["$ argument", "ready argument", "saved"], File.ReadAllLines(log));
        Assert.Equal(3, new RunnerProcess("/bin/sh", ["-c", "echo wrong >&2; exit 3"]).Run([], log, default));
        Assert.Equal("wrong", File.ReadLines(log).Last());
    }

    private static async Task StopOnceReady(string log, CancellationTokenSource stop)
    {
        while (!File.Exists(log) || !(await File.ReadAllTextAsync(log)).Contains("ready", StringComparison.Ordinal))
        {
            await Task.Delay(1);
        }

        await stop.CancelAsync();
    }

    /// <summary>Carries command lines out where it is.</summary>
    private sealed class InThisProcess : IMemberProcess
    {
        private readonly Lock _lock = new();

        public event Action? Began;

        public List<string[]> Calls { get; } = [];

        /// <summary>The seed that fails.</summary>
        public string? Failing { get; set; }

        public int Run(IReadOnlyList<string> arguments, string log, CancellationToken cancellation)
        {
            lock (_lock)
            {
                Calls.Add([.. arguments]);
                Began?.Invoke();
                if (arguments.Contains("--seed") && arguments[arguments.ToList().IndexOf("--seed") + 1] == Failing)
                {
                    File.AppendAllText(log, "serpent: the disk is full.\n");
                    return 1;
                }

                var (code, output, errors) = Cli.Run(cancellation, [.. arguments]);
                File.AppendAllText(log, output + errors);
                return code;
            }
        }
    }
}
