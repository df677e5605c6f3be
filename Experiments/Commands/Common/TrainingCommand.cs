using CommandLine;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Displays;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>The common part of the commands that train.</summary>
internal abstract class TrainingCommand : ModelOptions
{
    [Option("checkpoint-every", MetaValue = "N",
        HelpText = "Save a checkpoint every N steps, too (default: every five minutes and at every evaluation).")]
    public int? CheckpointEvery { get; set; }

    /// <summary>Trains, and shows the progress.</summary>
    /// <param name="architecture">The architecture to train.</param>
    /// <param name="task">The task to train on.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="options">The training options.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="from">The checkpoint to resume from; null: from the beginning.</param>
    /// <param name="context">The surroundings of the command.</param>
    /// <returns>The exit code.</returns>
    protected static int Train(
        ArchitectureSpec architecture, ITask task, Dataset dataset, TrainingOptions options, RunFolder run, CheckpointFile? from,
        CommandContext context)
    {
        var display = TrainingDisplay.For(context.Terminal);
        using var trainer = new Trainer(architecture, dataset, options, run, display, from);
        display.Introduce(architecture, task, dataset, options, run.Path, from?.About);
        var result = display.Show(() => trainer.Run(context.Cancellation), context.Cancellation);
        display.Conclude(result, dataset.Baselines, run);
        return result.Status switch
        {
            TrainingStatus.Interrupted => ExitCode.Interrupted,
            TrainingStatus.Diverged => ExitCode.Failure,
            _ => ExitCode.Success,
        };
    }
}
