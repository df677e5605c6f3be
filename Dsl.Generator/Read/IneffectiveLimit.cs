namespace SerpentDsl.Generator.Read;

/// <summary>A limit on an option that has no effect.</summary>
/// <param name="Attribute">The limit as it is written: <c>Range</c>.</param>
/// <param name="Reason">Why the limit has no effect, and the remedy.</param>
internal sealed record IneffectiveLimit(string Attribute, string Reason);
