namespace SerpentDsl.Tasks;

/// <summary>What a token of a language task is.</summary>
internal enum TextUnit
{
    /// <summary>A piece learned by byte-pair encoding.</summary>
    BytePairs,

    /// <summary>A white-space separated word.</summary>
    Words,
}
