using CommandLine;
using SerpentDsl.Tasks;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>resume</c>: goes on with a run that was ended, as if it had not been.</summary>
[Verb("resume", HelpText = "Go on with a run that was ended, however, as if it had not been.")]
internal sealed class ResumeOptions : TrainingCommand, ICommandOptions
{
    [Value(0, MetaName = "RUN", Required = true, Hidden = true)]
    public string Folder { get; set; } = "";

    public int Execute(CommandContext context)
    {
        Require(CheckpointEvery, "--checkpoint-every");
        using RunFolder run = RunFolder.Open(Folder);
        var recorded = RecordedRun.Read(Folder);
        if (RunFolder.ResultOf(Folder) is { } result)
        {
            return Finished(result, context.Terminal);
        }

        ArchitectureSpec architecture = context.Catalogue.Find(recorded.Architecture);
        recorded.RequireSame(architecture);
        ITask task = TaskOf(architecture, recorded.Task, context);
        Device ??= recorded.Options.Device;
        Threads ??= recorded.Threads;
        TrainingOptions options = recorded.Options with { Device = PrepareDevice(), CheckpointEvery = CheckpointEvery ?? recorded.Options.CheckpointEvery };
        string? data = DataFolders.Data(Data ?? recorded.DataFolder);
        string cache = DataFolders.Cache(Cache ?? recorded.CacheFolder);
        using Workload workload = Load(architecture, task, options.MaxLength, options.Seed, data, cache, context);
        recorded.RequireSame(workload);
        foreach (string difference in recorded.Differences(options.Device))
        {
            context.Terminal.Note($"The last bits of the numbers may differ from those of an unbroken run: {difference}.");
        }

        CheckpointFile? from = ResumePoint.Find(run, context.Terminal.Note);
        if (from is not null)
        {
            if (from.About.Architecture != architecture.FullName)
            {
                throw new UsageException($"{from.Path} is a checkpoint of {from.About.Architecture}, and {Folder} trains {architecture.FullName}. Put back its own.");
            }

            ResumePoint.RequireBest(run, from);
        }

        run.CutMetrics(from?.Training!.MetricsBytes ?? 0);
        return Train(architecture, task, workload, options, run, from, context);
    }

    private int Finished(TrainingResult result, Terminal terminal)
    {
        if (result.Status == TrainingStatus.Diverged)
        {
            terminal.Fail($"{Folder} diverged, and would again: {result.Problem}");
            return ExitCode.Failure;
        }

        terminal.Note($"{Folder} is finished, after {Text.Count(result.Steps)} steps; '{CommandNames.Of(typeof(EvalOptions))} {Folder}' evaluates it.");
        return ExitCode.Success;
    }
}
