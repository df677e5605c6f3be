namespace SerpentDsl.Specs;

/// <summary>One option of a declaration, set or at its default.</summary>
/// <param name="Owner">The attribute: <c>SequenceClassifier</c>, <c>Backbone</c>, <c>branch0</c>.</param>
/// <param name="Attribute">The attribute's class without its suffix: <c>S4Branch</c>.</param>
/// <param name="Name">The option.</param>
/// <param name="Value">Its value as the declaration would write it.</param>
/// <param name="IsSet">Whether the declaration gives it.</param>
public sealed record OptionSpec(string Owner, string Attribute, string Name, string Value, bool IsSet);
