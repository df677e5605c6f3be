namespace SerpentDsl.Experiments.Inspection;

/// <summary>A token of a text.</summary>
/// <param name="Id">The token's id, which a model reads.</param>
/// <param name="Text">The token in readable form.</param>
internal readonly record struct TextToken(int Id, string Text);
