using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A parameter of a branch layer's constructor.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Type">The type of the parameter, for messages.</param>
/// <param name="Default">The default in C#; <see cref="Constant.None"/> without one.</param>
/// <param name="SourceType">The type of the property that gives the value, for messages; null without such a property.</param>
/// <param name="Fits">Whether a value of that type converts to the parameter's type without a cast.</param>
/// <param name="IsInteger">Whether the layer's expressions can use the parameter as an integer.</param>
internal sealed record ConstructorParameter(string Name, string Type, Constant Default, string? SourceType, bool Fits, bool IsInteger)
{
    /// <summary>The members of the parameter's enum with their values; empty for other types.</summary>
    public EquatableArray<(string Name, long Value)> Members { get; init; }

    public string OptionName => Identifiers.ToPascalCase(Name);
}
