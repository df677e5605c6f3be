namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Cuts one part of a text into the pieces that tokens stay within; may change their characters.</summary>
internal delegate IEnumerable<TextPart> PreTokenizer(TextPart part);
