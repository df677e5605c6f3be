namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>A part of the text that is encoded.</summary>
/// <param name="Text">The characters.</param>
/// <param name="AtStart">Whether it begins where the text begins.</param>
/// <param name="Token">The id of the added token that it is; negative: it is ordinary text.</param>
internal readonly record struct TextPart(string Text, bool AtStart, int Token = -1);
