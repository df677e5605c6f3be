using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>One id per UTF-8 byte: pad 0, then byte + 1, eos 257. Truncation may split a character.</summary>
public sealed class ByteEncoder : ISequenceEncoder
{
    /// <summary>Number of ids.</summary>
    public const int Vocabulary = 258;

    private const ushort EndOfSequence = 257;

    /// <inheritdoc/>
    public ushort[] Encode(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        var bytes = Encoding.UTF8.GetBytes(text);
        var kept = Math.Min(bytes.Length, maxLength - 1);
        return [.. bytes.Take(kept).Select(value => (ushort)(value + 1)), EndOfSequence];
    }

    /// <inheritdoc/>
    public string NameOf(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Vocabulary);
        return token switch
        {
            SpecialTokens.Padding => SpecialTokens.PaddingName,
            EndOfSequence => SpecialTokens.EndOfSequenceName,
            > ' ' and <= '~' + 1 => ((char)(token - 1)).ToString(),
            _ => $"<0x{token - 1:X2}>",
        };
    }
}
