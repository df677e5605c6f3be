using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SerpentDsl.Experiments.Interruption;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>
/// Trains the members of a sweep, each in its own process. Finished trainings are skipped, interrupted ones are resumed, and a failed one
/// does not stop the others.
/// </summary>
/// <param name="folder">The folder for runs and logs.</param>
/// <param name="process">Starts the processes.</param>
/// <param name="jobs">Number of processes that run at the same time.</param>
internal sealed class SweepRunner(string folder, IMemberProcess process, int jobs)
{
    private const string LockFile = ".sweep";
    private const string Logs = "logs";

    private readonly ConcurrentDictionary<SweepMember, MemberStatus> _statuses = [];

    /// <summary>Additional options for every training, such as the data folder.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>The status of each training.</summary>
    public MemberStatus StatusOf(SweepMember member) => _statuses[member];

    /// <summary>Trains the members that are not finished.</summary>
    /// <param name="members">The trainings, in order.</param>
    /// <param name="changed">Called, on any thread, when a training begins or ends.</param>
    /// <param name="watch">Called about once a second on the caller's thread while trainings run.</param>
    /// <param name="cancellation">Asks running trainings to save and stop; no more are started.</param>
    /// <returns>The final status of each training, in the order of <paramref name="members"/>.</returns>
    /// <exception cref="UsageException">Another sweep uses the folder.</exception>
    public IReadOnlyList<MemberStatus> Run(
        IReadOnlyList<SweepMember> members, Action<MemberStatus> changed, Action watch, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(folder, Logs));
        using var held = Hold();

        // Each training saves and ends by itself; this process waits for them.
        using var waits = LastResort.Hold();
        var runs = RunStore.Scan(folder);
        var waiting = new ConcurrentQueue<(SweepMember Member, StoredRun? CutOff)>();
        foreach (var member in members)
        {
            StoredRun[] own = [.. runs.Where(run => run.Recipe == member.Recipe && run.Seed == member.Seed)];
            var ended = own.LastOrDefault(run => run.IsFinished) ?? own.LastOrDefault(run => run.IsDiverged);
            if (ended is null)
            {
                _statuses[member] = new MemberStatus(member, MemberState.Waiting);
                waiting.Enqueue((member, own.LastOrDefault()));
            }
            else
            {
                Set(new MemberStatus(member, ended.IsFinished ? MemberState.Found : MemberState.Failed)
                {
                    Folder = ended.Path,
                    Run = ended,
                    Log = LogOf(ended.Path),
                    Problem = ended.IsFinished ? null : "diverged, and another attempt would diverge again",
                });
            }
        }

        var workers = Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning)));
        do
        {
            watch();
        }
        while (!workers.Wait(TimeSpan.FromSeconds(1), CancellationToken.None));
        return [.. members.Select(StatusOf)];

        void Work()
        {
            while (waiting.TryDequeue(out var next))
            {
                Set(
                    cancellation.IsCancellationRequested
                        ? new MemberStatus(next.Member, MemberState.Stopped)
                        : Train(next.Member, next.CutOff));
            }
        }

        void Set(MemberStatus status)
        {
            _statuses[status.Member] = status;
            changed(status);
        }

        MemberStatus Train(SweepMember member, StoredRun? cutOff)
        {
            var path = cutOff?.Path ?? RunFolder.FreePath(Path.Combine(folder, member.Title));
            var log = LogOf(path);
            var status = new MemberStatus(member, MemberState.Running) { Folder = path, Log = log, Began = Stopwatch.GetTimestamp() };
            Set(status);
            try
            {
                var code = process.Run(cutOff is not null ? ["resume", path] : [.. Arguments(member), "--out", path], log, cancellation);
                var run = File.Exists(Path.Combine(path, RunFolder.ConfigurationFile)) ? RunStore.Read(path) : null;
                return run switch
                {
                    { IsFinished: true } => status with { State = MemberState.Finished, Run = run },
                    _ when cancellation.IsCancellationRequested => status with { State = MemberState.Stopped, Run = run },
                    _ => status with
                    {
                        State = MemberState.Failed,
                        Run = run,
                        Problem = run is { IsDiverged: true } ? "diverged" : LastWords(log) ?? $"ended with exit code {code}",
                    },
                };
            }
            catch (Exception problem) when (
                problem is IOException or UnauthorizedAccessException or UsageException or System.ComponentModel.Win32Exception)
            {
                return status with { State = MemberState.Failed, Problem = problem.Message };
            }
        }
    }

    /// <summary>The command line of a training. Trainings that run at the same time share the cores evenly.</summary>
    private IEnumerable<string> Arguments(SweepMember member) =>
    [
        .. member.Call.Arguments(member.Seed),
        .. Extra,
        .. member.Call.Options.ContainsKey("threads")
            ? Array.Empty<string>()
            : ["--threads", Math.Max(1, Environment.ProcessorCount / jobs).ToString(CultureInfo.InvariantCulture)],
    ];

    private string LogOf(string run) => Path.Combine(folder, Logs, $"{Path.GetFileName(run)}.log");

    /// <summary>The last error message in a process's output.</summary>
    private static string? LastWords(string log)
    {
        const string Mark = "serpent: ";
        return File.Exists(log)
            ? File.ReadLines(log).LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal))?[Mark.Length..].TrimEnd('.')
            : null;
    }

    private FileStream Hold()
    {
        var path = Path.Combine(folder, LockFile);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new UsageException($"Another sweep is running in {folder} (it has locked {path}). Wait for it, or name another folder.");
        }
    }
}
