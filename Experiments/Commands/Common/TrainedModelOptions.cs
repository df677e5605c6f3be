using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Options of every command that uses the trained model of a run.</summary>
internal abstract class TrainedModelOptions : ModelOptions
{
    [Value(0, MetaName = "RUN", Required = true, Hidden = true)]
    public string Run { get; set; } = "";

    [Option("checkpoint", HelpText = "best or last (default: best, else last).")]
    public string? Checkpoint { get; set; }

    [Option("task", MetaValue = "TASK",
        HelpText = "The task whose encoding is used, for a run that does not hold it (default: the run's).")]
    public string? TaskName { get; set; }

    /// <summary>Opens the run, and finds the class that was trained.</summary>
    protected (TrainedRun Run, ArchitectureSpec Architecture) OpenRun(CommandContext context)
    {
        if (Checkpoint is not (null or "best" or "last"))
        {
            throw new UsageException($"--checkpoint is '{Checkpoint}'; it must be best or last.");
        }

        RunFolder.FindCheckpoint(Run, Checkpoint);
        var run = TrainedRun.Open(Run, Checkpoint);
        return (run, context.Catalogue.Declared(run.ReadArchitecture(), run.Checkpoint));
    }

    /// <summary>
    /// What turns text into ids where the run's folder does not say it, by the run's task: an encoder that no file describes, or a run of
    /// an earlier version. Reads the task's data only if the encoding depends on it.
    /// </summary>
    /// <returns>Null for a run that holds it, and for series.</returns>
    protected ISequenceEncoder? EncoderOfTask(TrainedRun run, ArchitectureSpec architecture, CommandContext context) =>
        run.HasEncoder || architecture.Head is RegressorHeadSpec or LanguageModelHeadSpec ? null : TaskOf(run, architecture, context) switch
        {
            ITextTask text => text.Encoder,
            ISequenceTask sequences => Load(sequences.Load, context).Encoder,
            IPairTask pairs => Load(pairs.Load, context).Encoder,
            _ => null,
        } ?? throw new UsageException(
            $"{Run} does not hold what turns text into ids, and neither does its task. Set the Encoder where the task loads its splits.");

    /// <summary>A language model's tokenizer where the run's folder does not hold it, by the run's task.</summary>
    /// <returns>Null for a run that holds it, and for other models.</returns>
    protected ITokenizer? TokenizerOfTask(TrainedRun run, ArchitectureSpec architecture, CommandContext context)
    {
        if (run.HasEncoder || architecture.Head is not LanguageModelHeadSpec)
        {
            return null;
        }

        if (TaskOf(run, architecture, context) is not ILanguageTask task)
        {
            throw new UsageException($"The task of {Run} is not a language task, so its tokenizer is unknown. Name one with --task.");
        }

        using var splits = Load(task.Load, context);
        return splits.Tokenizer;
    }

    /// <summary>Does what a library refuses with an argument's exception, which then is a mistake of the command.</summary>
    protected static T Usage<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message);
        }
    }

    private ITask TaskOf(TrainedRun run, ArchitectureSpec architecture, CommandContext context) =>
        (TaskName ?? run.TaskName) is { } name ? RecipeTasks.Find(name, context.Catalogue.All)
            : architecture.Recipe is { } recipe ? RecipeTasks.Create(recipe.Task)
            : throw new UsageException($"{Run} does not hold what turns text into ids, and {architecture.Name} declares no [Recipe]. "
                + "Name the task with --task.");

    private T Load<T>(Func<TaskContext, CancellationToken, T> load, CommandContext context)
    {
        var (data, cache) = ResolveFolders();
        using var progress = new TaskProgressDisplay(context.Terminal);
        return load(new TaskContext(cache, data, progress), context.Cancellation);
    }
}
