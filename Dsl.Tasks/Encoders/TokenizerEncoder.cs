using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// Encodes the rows of a classifier with a tokenizer. Tokens keep their ids, so that a model that was trained on the same tokens can be the
/// beginning of a training; last comes the end of the sequence. A text that is too long keeps its beginning.
/// </summary>
public sealed class TokenizerEncoder : ISequenceEncoder
{
    /// <summary>The shift of earlier versions, which kept id 0 for padding alone.</summary>
    private const int EarlierShift = 1;

    private readonly int _shift;

    /// <summary>Encodes with a tokenizer; its end of text ends the rows, or one more id if it has none.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <exception cref="ArgumentException">The ids do not fit into 16 bits.</exception>
    public TokenizerEncoder(ITokenizer tokenizer)
        : this(tokenizer, tokenizer?.EndOfText ?? tokenizer?.Vocabulary ?? 0, 0)
    {
    }

    private TokenizerEncoder(ITokenizer tokenizer, int end, int shift)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (tokenizer.Vocabulary > MostTokens - shift)
        {
            throw new ArgumentException(
                $"The tokenizer has {tokenizer.Vocabulary:N0} ids; rows of a classifier hold ids of 16 bits, so that it can have at most "
                    + $"{MostTokens:N0}. Take a smaller one, or learn one from your texts.",
                nameof(tokenizer));
        }

        if (end < 0 || end > tokenizer.Vocabulary + shift)
        {
            throw new ArgumentException($"The end of the rows is token {end}, which a tokenizer of {tokenizer.Vocabulary:N0} ids has not.");
        }

        (Tokenizer, End, _shift) = (tokenizer, end, shift);
    }

    /// <summary>Most ids of a tokenizer whose tokens fit into rows.</summary>
    public static int MostTokens => ushort.MaxValue;

    /// <summary>The tokenizer.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The id that ends each row.</summary>
    public int End { get; }

    /// <summary>Number of ids.</summary>
    public int Vocabulary => Math.Max(Tokenizer.Vocabulary + _shift, End + 1);

    /// <summary>Whether the ids are those of the tokenizer; rows of runs of earlier versions have each id plus 1.</summary>
    internal bool KeepsIds => _shift == 0;

    /// <inheritdoc/>
    public ushort[] Encode(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        var tokens = Tokenizer.Encode(text);
        var kept = Math.Min(tokens.Length, maxLength - 1);
        return [.. tokens.Take(kept).Select(token => (ushort)(token + _shift)), (ushort)End];
    }

    /// <inheritdoc/>
    public string NameOf(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Vocabulary);
        return token == End ? SpecialTokens.EndOfSequenceName
            : token < _shift ? SpecialTokens.PaddingName
            : Encoding.UTF8.GetString(Tokenizer.BytesOf(token - _shift));
    }

    /// <summary>The encoder of a run that says which id ends its rows.</summary>
    internal static TokenizerEncoder WithEnd(ITokenizer tokenizer, int end) => new(tokenizer, end, 0);

    /// <summary>The encoder of a run of an earlier version.</summary>
    internal static TokenizerEncoder Earlier(ITokenizer tokenizer) =>
        new(tokenizer, tokenizer.Vocabulary + EarlierShift, EarlierShift);
}
