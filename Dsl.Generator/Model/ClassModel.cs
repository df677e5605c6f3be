using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>The declared class.</summary>
/// <param name="Namespace">Its namespace as C# writes it; empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPartial">Whether it can be extended.</param>
/// <param name="Modifier">What keeps it from being a module: <c>static</c>, <c>abstract</c>, <c>record</c> or <c>file</c>; else
/// null.</param>
/// <param name="IsGeneric">Whether it or a type around it has type parameters.</param>
/// <param name="Base">The base class that the generated part gives it, as a message shows it.</param>
/// <param name="OtherBase">A base class that it declares and that is not the module's; else null.</param>
/// <param name="DeclaresConstructor">Whether the user wrote a constructor.</param>
/// <param name="Clashes">The user's members that have the name of a generated one.</param>
/// <param name="RequiredMembers">The user's members that whoever creates the class must set.</param>
/// <param name="TakenNames">Names that mean something else in its place than the type that generated code would shorten to them.</param>
internal sealed record ClassModel(
    string Namespace,
    EquatableArray<ContainerModel> Containers,
    string Name,
    bool IsPartial,
    string? Modifier,
    bool IsGeneric,
    string Base,
    string? OtherBase,
    bool DeclaresConstructor,
    EquatableArray<string> Clashes,
    EquatableArray<string> RequiredMembers,
    EquatableArray<string> TakenNames)
{
    /// <summary>Name with namespace and containing types, without <c>@</c>.</summary>
    public string FullName => string.Join(
        ".",
        new[] { Namespace.Replace("@", "") }.Where(part => part.Length > 0).Concat(
            Containers.Select(container => container.Name)).Append(Name));

    /// <summary>Whether a second part of it would compile at all.</summary>
    public bool CanBeExtended =>
        IsPartial && Modifier is null && !IsGeneric && OtherBase is null && !DeclaresConstructor && Clashes.Count == 0 &&
        Containers.All(container => container.IsPartial) && !GeneratedNames.OfClass.Contains(Name);
}
