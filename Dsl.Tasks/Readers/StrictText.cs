using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>Decodes text that must be UTF-8.</summary>
public static class StrictText
{
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes text.</summary>
    /// <param name="text">The bytes.</param>
    /// <exception cref="FormatException">The text is empty or not UTF-8; the message is the end of a sentence about its row.</exception>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            throw new FormatException("the text is empty.");
        }

        try
        {
            return s_encoding.GetString(text);
        }
        catch (DecoderFallbackException problem)
        {
            throw new FormatException($"the text is no UTF-8 at byte {problem.Index}.", problem);
        }
    }
}
