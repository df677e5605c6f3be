using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Catalogue;

/// <summary>Makes tasks from their classes.</summary>
internal static class RecipeTasks
{
    /// <summary>Makes a task.</summary>
    /// <exception cref="UsageException">The class does not implement <see cref="ITask"/>, or has no public parameterless
    /// constructor.</exception>
    public static ITask Create(Type type)
    {
        if (!type.IsAssignableTo(typeof(ITask)) || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new UsageException($"{type.FullName} is declared as a task; a task must be a class with a parameterless constructor that "
                + $"implements {nameof(ITask)}.");
        }

        return (ITask)Activator.CreateInstance(type)!;
    }

    /// <summary>The tasks of Dsl.Tasks and the tasks that recipes name, sorted by name.</summary>
    public static IReadOnlyList<ITask> All(IEnumerable<ArchitectureSpec> architectures) =>
    [
        .. typeof(ListOps).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ITask)))
            .Concat(architectures.Select(spec => spec.Recipe?.Task).OfType<Type>())
            .Distinct()
            .Select(Create)
            .OrderBy(task => task.Name, StringComparer.Ordinal),
    ];

    /// <summary>Finds a task by its name, ignoring case.</summary>
    /// <exception cref="UsageException">No task has this name.</exception>
    public static ITask Find(string name, IEnumerable<ArchitectureSpec> architectures)
    {
        var tasks = All(architectures);
        return tasks.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException(
                NearestNames.Explain($"There is no task '{name}'.", name, tasks.Select(candidate => candidate.Name)));
    }
}
