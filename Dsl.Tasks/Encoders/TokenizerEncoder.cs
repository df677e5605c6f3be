using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// Encodes the rows of a classifier with a tokenizer: padding 0, then token + 1, and last the end of sequence. A text that is too long
/// keeps its beginning.
/// </summary>
public sealed class TokenizerEncoder : ISequenceEncoder
{
    /// <summary>Ids beside those of the tokenizer.</summary>
    private const int Added = 2;

    /// <param name="tokenizer">The tokenizer.</param>
    /// <exception cref="ArgumentException">The ids do not fit into 16 bits.</exception>
    public TokenizerEncoder(ITokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (tokenizer.Vocabulary > MostTokens)
        {
            throw new ArgumentException(
                $"The tokenizer has {tokenizer.Vocabulary:N0} ids; rows of a classifier hold ids of 16 bits, so that it can have at most "
                    + $"{MostTokens:N0}. Take a smaller one, or learn one from your texts.",
                nameof(tokenizer));
        }

        Tokenizer = tokenizer;
    }

    /// <summary>Most ids of a tokenizer whose tokens fit into rows.</summary>
    public static int MostTokens => ushort.MaxValue + 1 - Added;

    /// <summary>The tokenizer.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>Number of ids.</summary>
    public int Vocabulary => Tokenizer.Vocabulary + Added;

    /// <inheritdoc/>
    public ushort[] Encode(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        var tokens = Tokenizer.Encode(text);
        var kept = Math.Min(tokens.Length, maxLength - 1);
        return [.. tokens.Take(kept).Select(token => (ushort)(token + 1)), (ushort)(Tokenizer.Vocabulary + 1)];
    }

    /// <inheritdoc/>
    public string NameOf(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Vocabulary);
        return token == SpecialTokens.Padding ? SpecialTokens.PaddingName
            : token == Vocabulary - 1 ? SpecialTokens.EndOfSequenceName
            : Encoding.UTF8.GetString(Tokenizer.BytesOf(token - 1));
    }
}
