namespace SerpentDsl.Tasks;

/// <summary>A film review.</summary>
/// <param name="Label">0 negative, 1 positive.</param>
/// <param name="Text">The text as published, including HTML line breaks.</param>
internal readonly record struct Review(byte Label, string Text);
