using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Data;

/// <summary>Whether an architecture can be trained on a task.</summary>
internal static class ArchitectureFit
{
    /// <summary>Compares head, vocabulary, classes and length.</summary>
    /// <exception cref="UsageException">Something does not fit; the message says what to change.</exception>
    public static void Check(ArchitectureSpec architecture, ISequenceTask task)
    {
        ClassifierHeadSpec head = HeadOf(architecture);
        var problems = new List<string>();
        if (task.Vocabulary > head.Vocabulary)
        {
            problems.Add($"the task has {task.Vocabulary} tokens, the embedding {head.Vocabulary}: declare vocabulary: {task.Vocabulary}");
        }

        if (task.Classes != head.Classes)
        {
            problems.Add($"the task has {task.Classes} classes, the model {head.Classes}: declare classes: {task.Classes}");
        }

        if (task.MaxLength > head.MaxLength)
        {
            problems.Add($"the task's sequences have up to {task.MaxLength} tokens, the model takes {head.MaxLength}: declare maxLength: {task.MaxLength}");
        }

        if (problems.Count > 0)
        {
            throw new UsageException($"{architecture.Name} does not fit {task.Name}: {string.Join("; ", problems)}.");
        }
    }

    /// <summary>Makes a classifier with fresh parameters.</summary>
    /// <exception cref="UsageException">The architecture is none.</exception>
    public static ISequenceClassifier CreateClassifier(ArchitectureSpec architecture)
    {
        HeadOf(architecture);
        return (ISequenceClassifier)architecture.Create();
    }

    private static ClassifierHeadSpec HeadOf(ArchitectureSpec architecture) => architecture.Head as ClassifierHeadSpec
        ?? throw new UsageException($"{architecture.Name} is declared [{architecture.Head.Kind}]; the runner trains and evaluates [SequenceClassifier] only.");
}
