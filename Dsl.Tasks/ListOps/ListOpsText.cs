using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>The spelling of symbols and expressions in the official files.</summary>
internal static class ListOpsText
{
    private static readonly string[] s_names = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "[MIN", "[MAX", "[MED", "[SM", "]"];

    /// <summary>The spelling of a symbol.</summary>
    public static string NameOf(ListOpsSymbol symbol) =>
        (int)symbol < s_names.Length ? s_names[(int)symbol] : $"code {(int)symbol}";

    /// <summary>Reads one symbol; <c>X</c> is the spelling of <c>]</c> in the encoding for models.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out ListOpsSymbol symbol)
    {
        if (text.Length == 1 && char.IsAsciiDigit(text[0]))
        {
            symbol = (ListOpsSymbol)(text[0] - '0');
            return true;
        }

        switch (text)
        {
            case "[MIN":
                symbol = ListOpsSymbol.Min;
                return true;
            case "[MAX":
                symbol = ListOpsSymbol.Max;
                return true;
            case "[MED":
                symbol = ListOpsSymbol.Med;
                return true;
            case "[SM":
                symbol = ListOpsSymbol.Sm;
                return true;
            case "]" or "X":
                symbol = ListOpsSymbol.Close;
                return true;
            default:
                symbol = default;
                return false;
        }
    }

    /// <summary>Writes a well-formed expression with its parentheses.</summary>
    public static string Format(ReadOnlySpan<ListOpsSymbol> symbols)
    {
        var arguments = CountArguments(symbols);
        var text = new StringBuilder(symbols.Length * 7);
        var open = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            var symbol = symbols[i];
            if (symbol is > ListOpsSymbol.Nine and < ListOpsSymbol.Close)
            {
                for (var pair = 0; pair <= arguments[i]; pair++)
                {
                    text.Append("( ");
                }

                text.Append(NameOf(symbol)).Append(' ');
                open++;
                continue;
            }

            text.Append(NameOf(symbol)).Append(' ');
            if (symbol == ListOpsSymbol.Close)
            {
                text.Append(") ");
                open--;
            }

            if (open > 0)
            {
                text.Append(") ");
            }
        }

        return text.ToString(0, text.Length - 1);
    }

    /// <summary>For every operator, at its own index, the number of its arguments.</summary>
    private static int[] CountArguments(ReadOnlySpan<ListOpsSymbol> symbols)
    {
        var counts = new int[symbols.Length];
        var open = new Stack<int>();
        for (var i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] == ListOpsSymbol.Close)
            {
                open.Pop();
                continue;
            }

            if (open.TryPeek(out var parent))
            {
                counts[parent]++;
            }

            if (symbols[i] > ListOpsSymbol.Nine)
            {
                open.Push(i);
            }
        }

        return counts;
    }
}
