using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>The declared class.</summary>
/// <param name="Namespace">Its namespace as C# writes it; empty for the global one.</param>
/// <param name="Containers">The types that contain the class, outermost first.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPartial">Whether the class is declared <c>partial</c>.</param>
/// <param name="Modifier">The keyword that a module cannot have: <c>static</c>, <c>abstract</c>, <c>record</c> or <c>file</c>; null
/// without one.</param>
/// <param name="IsGeneric">Whether the class or a type that contains it has type parameters.</param>
/// <param name="Base">The base class of the generated part, as a message shows it.</param>
/// <param name="OtherBase">A declared base class other than <c>Base</c>; null without one.</param>
/// <param name="DeclaresConstructor">Whether the user wrote a constructor.</param>
/// <param name="Clashes">The user's members that have the name of a generated one.</param>
/// <param name="RequiredMembers">The user's <c>required</c> members.</param>
/// <param name="TakenNames">Short names that generated code must not use, because they mean something else in the class.</param>
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

    /// <summary>Whether a second, generated part of the class can compile.</summary>
    public bool CanBeExtended =>
        IsPartial && Modifier is null && !IsGeneric && OtherBase is null && !DeclaresConstructor && Clashes.Count == 0 &&
        Containers.All(container => container.IsPartial) && !GeneratedNames.OfClass.Contains(Name);
}
