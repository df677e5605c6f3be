namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>A token that is cut out of a text before the rest is encoded.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its id.</param>
/// <param name="SingleWord">Whether it counts only where no word character touches it.</param>
/// <param name="StripLeft">Whether white space before it belongs to it.</param>
/// <param name="StripRight">Whether white space behind it belongs to it.</param>
/// <param name="Normalized">Whether it is looked for in the normalised text.</param>
/// <param name="Special">Whether it is left out when ids are decoded.</param>
internal sealed record AddedToken(
    string Content, int Id, bool SingleWord, bool StripLeft, bool StripRight, bool Normalized, bool Special);
