namespace SerpentDsl.Generation;

/// <summary>A piece of a text that is being written.</summary>
/// <param name="Prompt">Index of the prompt that the text continues.</param>
/// <param name="Text">The next characters; may be empty in a piece that ends a text.</param>
/// <param name="Tokens">Number of tokens written so far, the end of text not counted.</param>
/// <param name="Finish">Why the text ends with this piece; null: it goes on.</param>
public readonly record struct TextPiece(int Prompt, string Text, int Tokens, FinishReason? Finish);
