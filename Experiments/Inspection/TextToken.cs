namespace SerpentDsl.Experiments.Inspection;

/// <summary>A token of a text.</summary>
/// <param name="Id">What a model sees.</param>
/// <param name="Text">What a person sees.</param>
internal readonly record struct TextToken(int Id, string Text);
