namespace SerpentDsl.Tasks;

/// <summary>The tokens of a text.</summary>
/// <param name="Tokens">The tokens, end included.</param>
/// <param name="IsCut">Whether the text had more.</param>
internal readonly record struct CutText(ushort[] Tokens, bool IsCut);
