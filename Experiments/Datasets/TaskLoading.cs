using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Loads the data of tasks. What goes wrong in a class of the user's is told in a sentence that names it.</summary>
internal static class TaskLoading
{
    /// <summary>Loads a classification of sequences.</summary>
    /// <exception cref="TaskDataException">The data is missing or malformed, or the task has failed.</exception>
    public static SequenceSplits Of(ISequenceTask task, TaskContext context, CancellationToken cancellation) =>
        Guard(task, () => task.Load(context, cancellation));

    /// <summary>Loads a classification of pairs.</summary>
    /// <exception cref="TaskDataException">The data is missing or malformed, or the task has failed.</exception>
    public static PairSplits Of(IPairTask task, TaskContext context, CancellationToken cancellation) =>
        Guard(task, () => task.Load(context, cancellation));

    /// <summary>Loads running text.</summary>
    /// <exception cref="TaskDataException">The data is missing or malformed, or the task has failed.</exception>
    public static LanguageSplits Of(ILanguageTask task, TaskContext context, CancellationToken cancellation) =>
        Guard(task, () => task.Load(context, cancellation));

    /// <summary>Loads series.</summary>
    /// <exception cref="TaskDataException">The data is missing or malformed, or the task has failed.</exception>
    public static SeriesSplits Of(ISeriesTask task, TaskContext context, CancellationToken cancellation) =>
        Guard(task, () => task.Load(context, cancellation));

    private static T Guard<T>(ITask task, Func<T?> load)
        where T : class
    {
        try
        {
            return load() ?? throw new TaskDataException($"{task.GetType().FullName}.Load returned null. It must return the three splits.");
        }
        catch (Exception problem) when (
            problem is not (TaskDataException or UsageException or OperationCanceledException or OutOfMemoryException))
        {
            throw new TaskDataException(
                $"{task.GetType().FullName}.Load failed: {problem.Message.TrimEnd('.')} ({problem.GetType().Name}). The environment "
                    + $"variable {SerpentCommandLine.TraceVariable}=1 shows where.",
                problem);
        }
    }
}
