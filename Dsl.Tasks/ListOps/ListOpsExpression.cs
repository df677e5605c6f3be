namespace SerpentDsl.Tasks;

/// <summary>
/// A well-formed ListOps expression: a digit, or an operator over one or more expressions. It is stored in prefix notation with a closing
/// symbol per operator, which determines the tree; equal trees are equal expressions.
/// </summary>
public sealed class ListOpsExpression : IEquatable<ListOpsExpression>
{
    private readonly ListOpsSymbol[] _symbols;
    private readonly int _hash;

    private ListOpsExpression(ListOpsSymbol[] symbols, ListOpsEvaluation evaluation)
    {
        _symbols = symbols;
        Value = evaluation.Value;
        Depth = evaluation.Depth;
        var hash = new HashCode();
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes<ListOpsSymbol>(symbols));
        _hash = hash.ToHashCode();
    }

    /// <summary>The symbols in prefix notation.</summary>
    public ReadOnlySpan<ListOpsSymbol> Symbols => _symbols;

    /// <summary>Number of symbols: digits, operators and closing brackets.</summary>
    public int Length => _symbols.Length;

    /// <summary>The value, 0 … 9, computed from the symbols.</summary>
    public int Value { get; }

    /// <summary>Largest number of nested operators; 0 for a digit.</summary>
    public int Depth { get; }

    /// <summary>Makes an expression of symbols in prefix notation.</summary>
    /// <param name="symbols">The symbols; copied.</param>
    /// <exception cref="FormatException">The symbols are not an expression; the message says where and why.</exception>
    public static ListOpsExpression FromSymbols(ReadOnlySpan<ListOpsSymbol> symbols) =>
        new(symbols.ToArray(), ListOpsEvaluation.Of(symbols));

    /// <summary>
    /// Reads the text form: symbols separated by white space, either with all parentheses of the official files or with none; <c>X</c> is
    /// read as <c>]</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not an expression; the message says where and why.</exception>
    public static ListOpsExpression Parse(ReadOnlySpan<char> text) => FromSymbols(new ListOpsParser().Parse(text));

    /// <summary>
    /// The text form of the official files: an operator with arguments a₁ … aₖ is <c>( ( ( [OP a₁ ) … aₖ ) ] )</c>,
    /// with k + 1 pairs of parentheses.
    /// </summary>
    public override string ToString() => ListOpsText.Format(_symbols);

    /// <inheritdoc/>
    public bool Equals(ListOpsExpression? other) =>
        other is not null && _hash == other._hash && _symbols.AsSpan().SequenceEqual(other._symbols);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ListOpsExpression);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
