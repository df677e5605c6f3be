using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Checks whether an architecture can be trained on a task.</summary>
internal static class ArchitectureFit
{
    /// <summary>Checks that a task is of the kind that the head is trained on.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="UsageException">It is not; the message says which kind the head needs.</exception>
    public static void CheckKind(ArchitectureSpec architecture, ITask task)
    {
        var (fits, wanted) = architecture.Head switch
        {
            ClassifierHeadSpec => (task is ISequenceTask, nameof(ISequenceTask)),
            PairClassifierHeadSpec => (task is IPairTask, nameof(IPairTask)),
            LanguageModelHeadSpec => (task is ILanguageTask, nameof(ILanguageTask)),
            RegressorHeadSpec => (task is ISeriesTask, nameof(ISeriesTask)),
            _ => throw new UsageException($"{architecture.Name} has a head that this runner cannot train."),
        };
        if (!fits)
        {
            throw new UsageException($"{architecture.Name} is declared [{architecture.Head.Kind}], which cannot be trained on {task.Name}: "
                + $"that head needs an {wanted}.");
        }
    }

    /// <summary>Compares the head's kind, the vocabulary, the classes and the sequence length.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="task">The task; its data is loaded if its sizes follow from the data.</param>
    /// <param name="maxLength">Sequences are cut to this many tokens; null: they are not cut.</param>
    /// <exception cref="UsageException">The architecture does not fit the task; the message says what to change.</exception>
    public static void Check(ArchitectureSpec architecture, ITask task, int? maxLength = null)
    {
        CheckKind(architecture, task);
        var head = architecture.Head;
        string[] problems = (head, task) switch
        {
            (ClassifierHeadSpec model, ISequenceTask data) =>
                [
                    .. Vocabulary(data, model.Vocabulary),
                    .. Classes(data.Classes, model.Classes),
                    .. Length(data.MaxLength, head, maxLength)
                ],
            (PairClassifierHeadSpec model, IPairTask data) =>
                [
                    .. Vocabulary(data, model.Vocabulary),
                    .. Classes(data.Classes, model.Classes),
                    .. Length(data.MaxLength, head, maxLength)
                ],
            (LanguageModelHeadSpec model, ILanguageTask data) =>
                [.. Vocabulary(data, model.Vocabulary), .. Length(maxLength ?? model.ContextLength, head, maxLength)],
            (RegressorHeadSpec model, ISeriesTask data) =>
                [
                    .. Inputs(data.Inputs, model.Inputs),
                    .. Outputs(data, model),
                    .. Length(data.MaxLength, head, maxLength)
                ],
            _ => [],
        };
        if (problems.Length > 0)
        {
            throw new UsageException($"{architecture.Name} does not fit {task.Name}: {string.Join("; ", problems)}.");
        }
    }

    private static IEnumerable<string> Inputs(int ofTask, int ofModel)
    {
        if (ofTask != ofModel)
        {
            yield return $"the task has {ofTask} values at a position, the model {ofModel}: declare inputs: {ofTask}";
        }
    }

    private static IEnumerable<string> Outputs(ISeriesTask data, RegressorHeadSpec model)
    {
        if (data.Outputs != model.Outputs)
        {
            yield return $"the task has {data.Outputs} {(data.IsClassification ? "classes" : "numbers to answer")}, the model "
                + $"{model.Outputs} outputs: declare outputs: {data.Outputs}";
        }

        if (model.Pooling == Pooling.None)
        {
            yield return "the model answers at every position, a series has one answer: declare another pooling than Pooling.None";
        }
    }

    private static IEnumerable<string> Vocabulary(ITask task, int vocabulary)
    {
        if (task.Vocabulary > vocabulary)
        {
            yield return $"the task has {task.Vocabulary} tokens, the embedding {vocabulary}: declare vocabulary: {task.Vocabulary}";
        }
    }

    private static IEnumerable<string> Classes(int ofTask, int ofModel)
    {
        if (ofTask != ofModel)
        {
            yield return $"the task has {ofTask} classes, the model {ofModel}: declare classes: {ofTask}";
        }
    }

    private static IEnumerable<string> Length(int ofTask, HeadSpec head, int? maxLength)
    {
        var longest = Math.Min(ofTask, maxLength ?? int.MaxValue);
        if (longest > head.MaxLength)
        {
            yield return maxLength is null
                ? $"the task's sequences have up to {longest} tokens, the model takes {head.MaxLength}: declare maxLength: {longest}"
                : $"sequences are cut to {longest} tokens, the model takes {head.MaxLength}: cut them shorter (--max-length "
                    + $"{head.MaxLength})";
        }
    }
}
