namespace SerpentDsl.Tasks;

/// <summary>What a token of a document is.</summary>
internal enum RetrievalUnit
{
    /// <summary>A printable ASCII character; all others are unknown.</summary>
    Character,

    /// <summary>A byte of the UTF-8 form.</summary>
    Byte,

    /// <summary>A word; see <see cref="WordReader"/>.</summary>
    Word,
}
