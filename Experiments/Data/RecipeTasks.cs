using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Data;

/// <summary>Makes tasks from their classes.</summary>
internal static class RecipeTasks
{
    /// <summary>Makes a task.</summary>
    /// <exception cref="UsageException">The class is no task.</exception>
    public static ITask Create(Type type)
    {
        if (!type.IsAssignableTo(typeof(ITask)) || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new UsageException($"{type.FullName} is named as a task, but it is no class with a parameterless constructor that implements {nameof(ITask)}.");
        }

        return (ITask)Activator.CreateInstance(type)!;
    }
}
