namespace SerpentDsl.Generator.Read;

/// <summary>A limit on an option that says nothing.</summary>
/// <param name="Attribute">The limit as it is written: <c>Range</c>.</param>
/// <param name="Reason">Why, and what would help.</param>
internal sealed record IneffectiveLimit(string Attribute, string Reason);
