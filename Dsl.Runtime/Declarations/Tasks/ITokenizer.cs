namespace SerpentDsl.Tasks;

/// <summary>Turns text into token ids and back. Immutable: any number of threads may use one.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids: 0 … <see cref="Vocabulary"/> − 1.</summary>
    int Vocabulary { get; }

    /// <summary>The ids of a text, without a mark at its start or end.</summary>
    /// <param name="text">The text.</param>
    int[] Encode(string text);

    /// <summary>The UTF-8 bytes that a token stands for; a token may hold a part of a character only.</summary>
    /// <param name="token">The id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    ReadOnlySpan<byte> BytesOf(int token);
}
