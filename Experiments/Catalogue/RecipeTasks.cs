using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Catalogue;

/// <summary>Makes tasks from their classes.</summary>
internal static class RecipeTasks
{
    /// <summary>Makes a task.</summary>
    /// <exception cref="UsageException">The class is no task.</exception>
    public static ITask Create(Type type)
    {
        if (!type.IsAssignableTo(typeof(ITask)) || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new UsageException($"{type.FullName} is named as a task, but is not a class with a parameterless constructor that "
                + $"implements {nameof(ITask)}.");
        }

        return (ITask)Activator.CreateInstance(type)!;
    }

    /// <summary>The tasks of Dsl.Tasks and those that recipes name, by name.</summary>
    public static IReadOnlyList<ITask> All(IEnumerable<ArchitectureSpec> architectures) =>
    [
        .. typeof(ListOps).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ITask)))
            .Concat(architectures.Select(spec => spec.Recipe?.Task).OfType<Type>())
            .Distinct()
            .Select(Create)
            .OrderBy(task => task.Name, StringComparer.Ordinal),
    ];

    /// <summary>Finds one of them by its name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static ITask Find(string name, IEnumerable<ArchitectureSpec> architectures)
    {
        var tasks = All(architectures);
        return tasks.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException(
                NearestNames.Explain($"There is no task '{name}'.", name, tasks.Select(candidate => candidate.Name)));
    }
}
