using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// Decodes tokens one by one. A character whose bytes are spread over several tokens is returned when it is complete; invalid UTF-8 becomes
/// U+FFFD.
/// </summary>
/// <param name="tokenizer">Gives the bytes of the ids.</param>
public sealed class TextDecoder(ITokenizer tokenizer)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>Decodes the next token.</summary>
    /// <param name="token">The id.</param>
    /// <returns>The text that this token completes; empty while a character is incomplete.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id; the decoder is unchanged.</exception>
    public string Append(int token) => Decode(tokenizer.BytesOf(token), flush: false);

    /// <summary>Ends the text: an incomplete character becomes U+FFFD. The next token starts another text.</summary>
    public string Flush() => Decode([], flush: true);

    /// <summary>The text of a whole sequence.</summary>
    /// <param name="tokenizer">Gives the bytes of the ids.</param>
    /// <param name="tokens">The ids.</param>
    public static string Decode(ITokenizer tokenizer, ReadOnlySpan<int> tokens)
    {
        var decoder = new TextDecoder(tokenizer);
        var text = new StringBuilder();
        foreach (var token in tokens)
        {
            text.Append(decoder.Append(token));
        }

        return text.Append(decoder.Flush()).ToString();
    }

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = stackalloc char[256];
        var most = _decoder.GetCharCount(bytes, flush);
        if (most > characters.Length)
        {
            characters = new char[most];
        }

        return new string(characters[.._decoder.GetChars(bytes, characters, flush)]);
    }
}
