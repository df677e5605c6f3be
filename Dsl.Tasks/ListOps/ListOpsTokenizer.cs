namespace SerpentDsl.Tasks;

/// <summary>
/// The ids that models read: pad 0, unk 1, eos 2, the digits 3 … 12, <c>[MIN</c> 13, <c>[MAX</c> 14, <c>[MED</c> 15, <c>[SM</c> 16 and
/// <c>X</c>, the closing bracket, 17. The table is fixed; it depends on no data.
/// </summary>
public static class ListOpsTokenizer
{
    /// <summary>Fills sequences up to the length of their batch.</summary>
    public const ushort Padding = 0;

    /// <summary>Stands for a word that is not a symbol.</summary>
    public const ushort Unknown = 1;

    /// <summary>Ends every sequence.</summary>
    public const ushort EndOfSequence = 2;

    /// <summary>Number of ids.</summary>
    public const int Vocabulary = 18;

    private const int FirstSymbol = 3;

    /// <summary>The id of a symbol.</summary>
    /// <param name="symbol">The symbol.</param>
    public static ushort IdOf(ListOpsSymbol symbol) => (ushort)((int)symbol + FirstSymbol);

    /// <summary>Encodes an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="maxLength">Largest number of ids; a longer expression keeps its first <paramref name="maxLength"/> − 1 symbols.</param>
    /// <returns>The ids, end of sequence included.</returns>
    public static ushort[] Encode(ListOpsExpression expression, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        var symbols = expression.Symbols;
        symbols = symbols[..Math.Min(symbols.Length, maxLength - 1)];
        var ids = new ushort[symbols.Length + 1];
        for (var i = 0; i < symbols.Length; i++)
        {
            ids[i] = IdOf(symbols[i]);
        }

        ids[^1] = EndOfSequence;
        return ids;
    }

    /// <summary>
    /// Encodes any text: parentheses are dropped, the rest is split at white space and looked up. Nothing is checked.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Largest number of ids; of a longer text the first <paramref name="maxLength"/> − 1 words are kept.</param>
    /// <returns>The ids, end of sequence included.</returns>
    public static ushort[] Encode(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        return [.. WordsOf(text).Take(maxLength - 1).Select(IdOf), EndOfSequence];
    }

    /// <summary>The text of ids, without parentheses, the closing bracket spelt <c>X</c>; it ends at the end of sequence.</summary>
    /// <param name="ids">The ids.</param>
    /// <exception cref="ArgumentException">An id is not in the table.</exception>
    public static string Decode(ReadOnlySpan<ushort> ids)
    {
        var words = new List<string>(ids.Length);
        foreach (var id in ids)
        {
            if (id == EndOfSequence)
            {
                break;
            }

            words.Add(id switch
            {
                Padding => "<pad>",
                Unknown => "<unk>",
                < Vocabulary - 1 => ListOpsText.NameOf((ListOpsSymbol)(id - FirstSymbol)),
                Vocabulary - 1 => "X",
                _ => throw new ArgumentException($"{id} is no token of ListOps; they are 0 … {Vocabulary - 1}."),
            });
        }

        return string.Join(' ', words);
    }

    private static string[] WordsOf(string text) =>
        text.Replace("(", "").Replace(")", "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static ushort IdOf(string word) => ListOpsText.TryRead(word, out var symbol) ? IdOf(symbol) : Unknown;
}
