namespace SerpentDsl.Generator.Model;

/// <summary>One option of a declaration with its value, for descriptions.</summary>
/// <param name="Owner">The role of the attribute: <c>head</c>, <c>backbone</c>, <c>branch0</c>.</param>
/// <param name="Attribute">The attribute's class as the declaration writes it.</param>
/// <param name="Name">The option.</param>
/// <param name="Value">The value, set or by default.</param>
/// <param name="IsSet">Whether the declaration sets the option.</param>
internal sealed record DeclaredOption(string Owner, string Attribute, string Name, string Value, bool IsSet);
