namespace SerpentDsl.Generator.Model;

/// <summary>A publication that an architecture names.</summary>
/// <param name="Text">Authors, title and place of publication.</param>
/// <param name="Url">Web address of the publication; null when none is stated.</param>
internal sealed record Citation(string Text, string? Url);
