using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A parameter of a branch layer's constructor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, for messages.</param>
/// <param name="Default">Its C# default; <see cref="Constant.None"/> without one.</param>
/// <param name="SourceType">The type of what it takes, for messages; null when the attribute has no such property.</param>
/// <param name="Fits">Whether a value of that type converts to the parameter's without a cast.</param>
/// <param name="IsInteger">Whether its values count as integers in the layer's expressions.</param>
internal sealed record ConstructorParameter(string Name, string Type, Constant Default, string? SourceType, bool Fits, bool IsInteger)
{
    /// <summary>The members of its enum with their values; empty for other types.</summary>
    public EquatableArray<(string Name, long Value)> Members { get; init; }

    public string OptionName => Identifiers.ToPascalCase(Name);
}
