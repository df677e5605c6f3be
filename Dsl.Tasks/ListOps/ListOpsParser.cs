namespace SerpentDsl.Tasks;

/// <summary>
/// Turns text into symbols. Parentheses carry no information, so they are checked and dropped: k + 1 of them open before an operator with k
/// arguments, one closes after each argument and one after its closing bracket. An instance can be reused.
/// </summary>
internal sealed class ListOpsParser
{
    private readonly List<ListOpsSymbol> _symbols = [];
    private readonly Stack<Frame> _open = new();
    private int _opening;
    private int _closing;
    private int _word;
    private bool? _parentheses;

    private record struct Frame(int Opening, int Arguments);

    /// <summary>Reads one text.</summary>
    /// <returns>Its symbols, valid until the next call. The evaluation checks their nesting.</returns>
    /// <exception cref="FormatException">A word is not a symbol, or a parenthesis is in a wrong place.</exception>
    public ReadOnlySpan<ListOpsSymbol> Parse(ReadOnlySpan<char> text)
    {
        _symbols.Clear();
        _open.Clear();
        (_opening, _closing, _word, _parentheses) = (0, 0, 0, null);
        var start = 0;
        while (start < text.Length)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            _word++;
            Read(text[start..end]);
            start = end;
        }

        if (_opening > 0 || _closing > 0)
        {
            throw new FormatException($"The expression ends with {_opening + _closing} unpaired parentheses.");
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_symbols);
    }

    private void Read(ReadOnlySpan<char> word)
    {
        if (word is ")")
        {
            if (_closing-- == 0)
            {
                throw new FormatException($"Word {_word}: no ')' belongs here.");
            }

            return;
        }

        if (_closing > 0)
        {
            throw new FormatException($"Word {_word}: ')' is missing before '{word}'.");
        }

        if (word is "(")
        {
            _opening++;
            return;
        }

        if (!ListOpsText.TryRead(word, out var symbol))
        {
            throw new FormatException($"Word {_word}: '{Shorten(word)}' is no symbol of ListOps (0 … 9, [MIN, [MAX, [MED, [SM, ]).");
        }

        _symbols.Add(symbol);
        if (symbol == ListOpsSymbol.Close)
        {
            Close();
        }
        else
        {
            Begin(symbol);
        }
    }

    private void Begin(ListOpsSymbol symbol)
    {
        var isOperator = symbol > ListOpsSymbol.Nine;
        if (isOperator)
        {
            _parentheses ??= _opening > 0;
        }

        if (!isOperator || _parentheses == false)
        {
            RefuseOpening();
        }

        if (_parentheses != true)
        {
            return;
        }

        if (_open.TryPop(out var parent))
        {
            _open.Push(parent with { Arguments = parent.Arguments + 1 });
        }

        if (isOperator)
        {
            _open.Push(new Frame(_opening, 0));
            _opening = 0;
        }
        else
        {
            _closing = _open.Count > 0 ? 1 : 0;
        }
    }

    private void Close()
    {
        RefuseOpening();
        if (!_open.TryPop(out var frame))
        {
            return;
        }

        if (frame.Opening != frame.Arguments + 1)
        {
            throw new FormatException(
                $"Word {_word}: {frame.Opening} '(' stand before an operator with {frame.Arguments} arguments, which takes "
                    + $"{frame.Arguments + 1}.");
        }

        _closing = _open.Count > 0 ? 2 : 1;
    }

    private void RefuseOpening()
    {
        if (_opening > 0)
        {
            throw new FormatException($"Word {_word}: '(' does not belong before it.");
        }
    }

    private static string Shorten(ReadOnlySpan<char> word) => word.Length <= 20 ? word.ToString() : $"{word[..20]}…";
}
