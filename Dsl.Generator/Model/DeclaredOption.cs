namespace SerpentDsl.Generator.Model;

/// <summary>One option of a declaration with its value, for descriptions.</summary>
/// <param name="Owner">The attribute's place: <c>head</c>, <c>backbone</c>, <c>branch0</c>.</param>
/// <param name="Attribute">Its class as the declaration writes it.</param>
/// <param name="Name">The option.</param>
/// <param name="Value">Its value, set or by default.</param>
/// <param name="IsSet">Whether the declaration gives it.</param>
internal sealed record DeclaredOption(string Owner, string Attribute, string Name, string Value, bool IsSet);
