using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>Turns text into token ids and back. Immutable: any number of threads may use one.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids: 0 … <see cref="Vocabulary"/> − 1.</summary>
    int Vocabulary { get; }

    /// <summary>The token after which a text ends; null if there is none. Generation stops at it and does not write it.</summary>
    int? EndOfText => null;

    /// <summary>
    /// The ids of a text. No mark is put at its start or end, except those that the <c>post_processor</c> of a <c>tokenizer.json</c> asks
    /// for.
    /// </summary>
    /// <param name="text">The text.</param>
    int[] Encode(string text);

    /// <summary>The UTF-8 bytes that a token stands for inside a text; a token may hold a part of a character only.</summary>
    /// <param name="token">The id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    ReadOnlySpan<byte> BytesOf(int token);

    /// <summary>The text of ids. An incomplete or invalid character becomes U+FFFD.</summary>
    /// <param name="tokens">The ids.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    string Decode(ReadOnlySpan<int> tokens)
    {
        var bytes = new List<byte>(4 * tokens.Length);
        foreach (var token in tokens)
        {
            bytes.AddRange(BytesOf(token));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
