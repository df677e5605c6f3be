using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Training;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>resume</c>: continues an interrupted run; the result has the same bytes as without the interruption.</summary>
[Verb(VerbNames.Resume, HelpText = "Continue an interrupted run from its last checkpoint, bit for bit.")]
internal sealed class ResumeOptions : TrainingCommand, ICommandOptions
{
    [Value(0, MetaName = "RUN", Required = true, Hidden = true)]
    public string Folder { get; set; } = "";

    public int Execute(CommandContext context)
    {
        Require.AtLeast(1, CheckpointEvery, "--checkpoint-every");
        using var run = RunFolder.Open(Folder);
        var recorded = RecordedRun.Read(Folder);
        if (RunFolder.ResultOf(Folder) is { } result)
        {
            return Finished(result, context.Terminal);
        }

        var architecture = context.Catalogue.Find(recorded.Architecture);
        recorded.RequireSame(architecture);
        var task = TaskOf(architecture, recorded.Configuration, Folder, context);
        Device ??= recorded.Options.Device;
        Threads ??= recorded.Threads;
        var options = recorded.Options with
        {
            Device = PrepareDevice(),
            CheckpointEvery = CheckpointEvery ?? recorded.Options.CheckpointEvery,
        };
        options.CheckMemory(architecture, context.Terminal.Note);
        using var dataset = Load(
            architecture, task, options.MaxLength, options.Seed, FoldersOf(recorded.Configuration), context);
        recorded.RequireSame(dataset);
        if (options.SeparateDocuments is true)
        {
            ((TextDataset)dataset).SeparateDocuments();
        }

        foreach (var difference in recorded.Differences(options.Device))
        {
            context.Terminal.Note($"The last bits of the numbers may differ from those of an uninterrupted run: {difference}.");
        }

        var from = ResumePoint.Find(run, context.Terminal.Note);
        if (from is not null)
        {
            if (from.About.Architecture != architecture.FullName)
            {
                throw new UsageException($"{from.Path} is a checkpoint of {from.About.Architecture}, but {Folder} trains "
                    + $"{architecture.FullName}. Restore the run's own checkpoint.");
            }

            ResumePoint.RequireBest(run, from);
        }

        run.CutMetrics(from?.Training!.MetricsBytes ?? 0);
        return Train(architecture, task, dataset, options, run, from, context);
    }

    private int Finished(TrainingResult result, Terminal terminal)
    {
        if (result.Status == TrainingStatus.Diverged)
        {
            terminal.Fail($"{Folder} diverged and would diverge again: {result.Problem}");
            return ExitCode.Failure;
        }

        terminal.Note($"{Folder} is finished, after {Figures.Count(result.Steps)} steps; '{CommandNames.Of(typeof(EvalOptions))} "
            + $"{Folder}' evaluates it.");
        return ExitCode.Success;
    }
}
