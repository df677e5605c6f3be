using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Checks whether an architecture can be trained on a task.</summary>
internal static class ArchitectureFit
{
    /// <summary>Compares the head's kind, the vocabulary, the classes and the sequence length.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="task">The task.</param>
    /// <param name="maxLength">Sequences are cut to this many tokens; null: they are not cut.</param>
    /// <exception cref="UsageException">The architecture does not fit the task; the message says what to change.</exception>
    public static void Check(ArchitectureSpec architecture, ITask task, int? maxLength = null)
    {
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
            _ => throw new UsageException(
                $"{architecture.Name} is declared [{head.Kind}], which cannot be trained on {task.Name}: {Fitting(head)}."),
        };
        if (problems.Length > 0)
        {
            throw new UsageException($"{architecture.Name} does not fit {task.Name}: {string.Join("; ", problems)}.");
        }
    }

    private static string Fitting(HeadSpec head) => head switch
    {
        ClassifierHeadSpec => $"that head needs an {nameof(ISequenceTask)}",
        PairClassifierHeadSpec => $"that head needs an {nameof(IPairTask)}",
        LanguageModelHeadSpec => $"that head needs an {nameof(ILanguageTask)}",
        _ => "this runner has no task for that head; train it from a program of your own",
    };

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
