using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>One option of an attribute, as declared or by default.</summary>
/// <param name="Name">The property of the attribute.</param>
/// <param name="Label">How the declaration spells it: the property, or a constructor parameter.</param>
/// <param name="IsSet">Whether the declaration gives it.</param>
/// <param name="Value">What it gives, else the default; <see cref="Constant.None"/> without either.</param>
/// <param name="Default">The default; <see cref="Constant.None"/> without one.</param>
/// <param name="Limits">What values it may take.</param>
internal sealed record Option(string Name, string Label, bool IsSet, Constant Value, Constant Default, Limits Limits)
{
    /// <summary>Whether the declaration gives it twice: by a parameter of the constructor and as a property.</summary>
    public bool IsGivenTwice { get; init; }
}
