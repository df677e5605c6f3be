using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>One option of an attribute, as declared or by default.</summary>
/// <param name="Name">The property of the attribute.</param>
/// <param name="Label">The option as the declaration writes it: the name of the property or of a constructor parameter.</param>
/// <param name="IsSet">Whether the declaration sets the option.</param>
/// <param name="Value">The value that the declaration sets, else the default; <see cref="Constant.None"/> without either.</param>
/// <param name="Default">The default; <see cref="Constant.None"/> without one.</param>
/// <param name="Limits">The limits of the values.</param>
internal sealed record Option(string Name, string Label, bool IsSet, Constant Value, Constant Default, Limits Limits)
{
    /// <summary>Whether the declaration sets the option twice, by a parameter of the constructor and as a property.</summary>
    public bool IsGivenTwice { get; init; }
}
