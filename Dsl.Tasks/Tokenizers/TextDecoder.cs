using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// Turns a stream of tokens into text as they come. A character whose bytes are spread over several tokens is held back until
/// it is complete; bytes that are no UTF-8 become U+FFFD.
/// </summary>
/// <param name="tokenizer">What the ids mean.</param>
public sealed class TextDecoder(ITokenizer tokenizer)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>Takes one token.</summary>
    /// <param name="token">The id.</param>
    /// <returns>The text that is complete with it; empty while a character is still unfinished.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id; nothing was taken.</exception>
    public string Append(int token) => Decode(tokenizer.BytesOf(token), flush: false);

    /// <summary>Ends the text: what was held back comes as U+FFFD. The next token begins another text.</summary>
    public string Flush() => Decode([], flush: true);

    /// <summary>The text of a whole sequence.</summary>
    /// <param name="tokenizer">What the ids mean.</param>
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
