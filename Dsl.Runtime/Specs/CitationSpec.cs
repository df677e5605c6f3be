namespace SerpentDsl.Specs;

/// <summary>A publication that an architecture comes from.</summary>
/// <param name="Text">Authors, title and where it appeared.</param>
/// <param name="Url">Where it can be read; null when not stated.</param>
public sealed record CitationSpec(string Text, string? Url);
