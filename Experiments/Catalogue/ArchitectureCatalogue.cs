using System.Reflection;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Catalogue;

/// <summary>The architectures that a set of assemblies declares.</summary>
internal sealed class ArchitectureCatalogue
{
    private readonly ArchitectureSpec[] _all;

    public ArchitectureCatalogue(IEnumerable<Assembly> assemblies) =>
        _all =
        [
            .. assemblies.Distinct()
                .SelectMany(assembly => assembly.GetTypes())
                .Where(
                    type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
                        && type.IsAssignableTo(typeof(IArchitecture)))
                .Select(ArchitectureSpec.Of)
                .OrderBy(spec => spec.Name, StringComparer.Ordinal)
                .ThenBy(spec => spec.FullName, StringComparer.Ordinal),
        ];

    /// <summary>All architectures, sorted by name.</summary>
    public IReadOnlyList<ArchitectureSpec> All => _all;

    /// <summary>
    /// Finds an architecture by its name or full name. Case is ignored, unless the names of several architectures differ only in case.
    /// </summary>
    /// <exception cref="UsageException">No architecture has this name, or several have it.</exception>
    public ArchitectureSpec Find(string name)
    {
        ArchitectureSpec[] found = [.. _all.Where(spec => spec.Name == name || spec.FullName == name)];
        if (found.Length == 0)
        {
            found = [.. _all.Where(spec => spec.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        }

        return found.Length switch
        {
            1 => found[0],
            0 => throw new UsageException(
                NearestNames.Explain($"There is no architecture '{name}'.", name, _all.Select(spec => spec.Name))),
            _ => throw new UsageException(
                $"Several architectures are named '{name}': {string.Join(", ", found.Select(spec => spec.FullName))}. Give the full name."),
        };
    }

    /// <summary>Finds the class of a checkpoint.</summary>
    /// <param name="fullName">Full name of the class.</param>
    /// <param name="checkpoint">Path of the checkpoint.</param>
    /// <exception cref="UsageException">This program does not declare the class.</exception>
    public ArchitectureSpec Declared(string fullName, string checkpoint) =>
        _all.FirstOrDefault(spec => spec.FullName == fullName)
            ?? throw new UsageException($"{checkpoint} is a checkpoint of {fullName}, which this program does not declare: use the "
                + "program that declares it. The run.json of a run has the declaration.");
}
