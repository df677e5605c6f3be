namespace SerpentDsl.Generator.Model;

/// <summary>A publication that an architecture names.</summary>
/// <param name="Text">Authors, title and where it appeared.</param>
/// <param name="Url">Where it can be read, if stated.</param>
internal sealed record Citation(string Text, string? Url);
