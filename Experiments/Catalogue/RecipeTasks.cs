using System.Reflection;
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
    /// <exception cref="TaskDataException">Its constructor has failed, or it has no name.</exception>
    public static ITask Create(Type type)
    {
        if (!type.IsAssignableTo(typeof(ITask)) || !IsConstructible(type))
        {
            throw new UsageException($"{type.FullName} is declared as a task; a task must be a class with a parameterless constructor that "
                + $"implements {nameof(ITask)}.");
        }

        try
        {
            var task = (ITask)Activator.CreateInstance(type)!;
            return string.IsNullOrWhiteSpace(task.Name)
                ? throw new TaskDataException($"The task {type.FullName} has an empty name. Give it one.")
                : task;
        }
        catch (Exception problem) when (problem is not TaskDataException)
        {
            var cause = problem is TargetInvocationException { InnerException: { } inner } ? inner : problem;
            throw new TaskDataException(
                $"The task {type.FullName} cannot be made: {cause.Message.TrimEnd('.')} ({cause.GetType().Name}). The environment variable "
                    + $"{SerpentCommandLine.TraceVariable}=1 shows where.",
                cause);
        }
    }

    /// <summary>The tasks of Dsl.Tasks and the tasks that recipes name, sorted by name.</summary>
    /// <param name="architectures">The architectures with the recipes.</param>
    /// <param name="problem">Receives a sentence for each task that cannot be made; it is left out.</param>
    public static IReadOnlyList<ITask> All(IEnumerable<ArchitectureSpec> architectures, Action<string>? problem = null)
    {
        var tasks = new List<ITask>();
        foreach (var type in Types(architectures))
        {
            try
            {
                tasks.Add(Create(type));
            }
            catch (Exception trouble) when (trouble is UsageException or TaskDataException)
            {
                problem?.Invoke(trouble.Message);
            }
        }

        return [.. tasks.OrderBy(task => task.Name, StringComparer.Ordinal)];
    }

    /// <summary>Finds a task by its name, ignoring case.</summary>
    /// <exception cref="UsageException">No task has this name.</exception>
    public static ITask Find(string name, IEnumerable<ArchitectureSpec> architectures)
    {
        var tasks = All(architectures);
        return tasks.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? Broken(name, architectures)
            ?? throw new UsageException(
                NearestNames.Explain($"There is no task '{name}'.", name, tasks.Select(candidate => candidate.Name)));
    }

    /// <summary>Fails as a task with this class name fails; null if there is no such class.</summary>
    private static ITask? Broken(string name, IEnumerable<ArchitectureSpec> architectures) =>
        Types(architectures).FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } type
            ? Create(type)
            : null;

    private static IEnumerable<Type> Types(IEnumerable<ArchitectureSpec> architectures) =>
        typeof(ListOps).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ITask)) && IsConstructible(type))
            .Concat(architectures.Select(spec => spec.Recipe?.Task).OfType<Type>())
            .Distinct();

    private static bool IsConstructible(Type type) => !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null;
}
