using CommandLine;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Commands;

/// <summary>What the commands that train have in common.</summary>
internal abstract class TrainingCommand : ModelOptions
{
    [Option("checkpoint-every", HelpText = "Save after so many steps as well (default: every five minutes, and with every evaluation).")]
    public int? CheckpointEvery { get; set; }

    /// <summary>Trains under a display.</summary>
    /// <param name="architecture">What.</param>
    /// <param name="task">On what.</param>
    /// <param name="workload">Its data.</param>
    /// <param name="options">How.</param>
    /// <param name="run">Where it is kept.</param>
    /// <param name="from">The checkpoint to go on from; null: from the beginning.</param>
    /// <param name="context">What the command works with.</param>
    /// <returns>The exit code.</returns>
    protected static int Train(
        ArchitectureSpec architecture, ITask task, Workload workload, TrainingOptions options, RunFolder run, CheckpointFile? from, CommandContext context)
    {
        var display = TrainingDisplay.For(context.Terminal);
        using var trainer = new Trainer(architecture, workload, options, run, display, from);
        display.Introduce(architecture, task, workload, options, run.Path, from?.About);
        TrainingResult result = display.Show(() => trainer.Run(context.Cancellation), context.Cancellation);
        display.Conclude(result, workload.Baselines, run);
        return result.Status switch
        {
            TrainingStatus.Interrupted => ExitCode.Interrupted,
            TrainingStatus.Diverged => ExitCode.Failure,
            _ => ExitCode.Success,
        };
    }
}
