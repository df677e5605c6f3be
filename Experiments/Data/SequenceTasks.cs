using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Data;

/// <summary>Makes tasks from their classes.</summary>
internal static class SequenceTasks
{
    /// <summary>Makes a task.</summary>
    /// <exception cref="UsageException">The class is no task.</exception>
    public static ISequenceTask Create(Type type)
    {
        if (!type.IsAssignableTo(typeof(ISequenceTask)) || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new UsageException($"{type.FullName} is named as a task, but it is no class with a parameterless constructor that implements {nameof(ISequenceTask)}.");
        }

        return (ISequenceTask)Activator.CreateInstance(type)!;
    }
}
