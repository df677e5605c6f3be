using System.Buffers;

namespace SerpentDsl.Tasks;

/// <summary>Value and depth of an expression, computed in one pass over its symbols.</summary>
/// <param name="Value">The value, 0 … 9.</param>
/// <param name="Depth">Largest number of nested operators.</param>
internal readonly record struct ListOpsEvaluation(int Value, int Depth)
{
    /// <summary>
    /// Evaluates symbols in prefix notation, with explicit stacks instead of recursion, so that deep nesting cannot overflow the call
    /// stack.
    /// </summary>
    /// <exception cref="FormatException">The symbols are not an expression.</exception>
    public static ListOpsEvaluation Of(ReadOnlySpan<ListOpsSymbol> symbols)
    {
        if (symbols.IsEmpty)
        {
            throw new FormatException("The expression is empty.");
        }

        var values = ArrayPool<byte>.Shared.Rent(symbols.Length);
        var frames = ArrayPool<int>.Shared.Rent(2 * symbols.Length);
        try
        {
            return Walk(symbols, values, frames);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(values);
            ArrayPool<int>.Shared.Return(frames);
        }
    }

    private static ListOpsEvaluation Walk(ReadOnlySpan<ListOpsSymbol> symbols, Span<byte> values, Span<int> frames)
    {
        var top = 0;
        var open = 0;
        var deepest = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            var symbol = symbols[i];
            if (open == 0 && i > 0)
            {
                throw new FormatException(
                    $"Symbol {i + 1} of {symbols.Length} ({ListOpsText.NameOf(symbol)}) comes after the expression's end.");
            }

            if (symbol <= ListOpsSymbol.Nine)
            {
                values[top++] = (byte)symbol;
            }
            else if (symbol < ListOpsSymbol.Close)
            {
                frames[2 * open] = (int)symbol;
                frames[(2 * open) + 1] = top;
                open++;
                deepest = Math.Max(deepest, open);
            }
            else if (symbol == ListOpsSymbol.Close)
            {
                if (open == 0)
                {
                    throw new FormatException($"Symbol {i + 1} of {symbols.Length} (]) closes no operator.");
                }

                open--;
                var operation = (ListOpsSymbol)frames[2 * open];
                var first = frames[(2 * open) + 1];
                if (first == top)
                {
                    throw new FormatException($"The operator {ListOpsText.NameOf(operation)} closed at symbol {i + 1} has no arguments.");
                }

                values[first] = Apply(operation, values[first..top]);
                top = first + 1;
            }
            else
            {
                throw new FormatException($"Symbol {i + 1} has the unknown code {(int)symbol}.");
            }
        }

        return open == 0
            ? new ListOpsEvaluation(values[0], deepest)
            : throw new FormatException($"The expression ends with {open} operator{(open == 1 ? "" : "s")} still open.");
    }

    private static byte Apply(ListOpsSymbol operation, Span<byte> arguments)
    {
        switch (operation)
        {
            case ListOpsSymbol.Min:
                var smallest = arguments[0];
                foreach (var argument in arguments)
                {
                    smallest = Math.Min(smallest, argument);
                }

                return smallest;
            case ListOpsSymbol.Max:
                var largest = arguments[0];
                foreach (var argument in arguments)
                {
                    largest = Math.Max(largest, argument);
                }

                return largest;
            case ListOpsSymbol.Med:
                arguments.Sort();
                var middle = arguments.Length / 2;
                return arguments.Length % 2 == 1
                    ? arguments[middle]
                    : (byte)((arguments[middle - 1] + arguments[middle]) / 2);
            default:
                var sum = 0;
                foreach (var argument in arguments)
                {
                    sum += argument;
                }

                return (byte)(sum % 10);
        }
    }
}
