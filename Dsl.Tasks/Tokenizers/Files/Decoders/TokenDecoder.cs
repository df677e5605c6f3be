namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Turns the tokens of a text into parts of the text, which are then put together.</summary>
internal delegate IReadOnlyList<string> TokenDecoder(IReadOnlyList<string> tokens);
