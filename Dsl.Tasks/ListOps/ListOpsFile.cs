using System.Globalization;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// The official form of a split: per line an expression, a tab and its value. Lines end with CRLF (LF is read as well); the first line may
/// be a header, <c>Source</c> tab <c>Target</c>.
/// </summary>
public static class ListOpsFile
{
    private const string Header = "Source\tTarget";

    /// <summary>Reads rows and recomputes every label from its expression.</summary>
    /// <param name="reader">Source of the rows.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The expressions in the order of the file; an expression's label is its value.</returns>
    /// <exception cref="TaskDataException">There is no row, or some are malformed or mislabelled: the first of them are named with their
    /// line numbers.</exception>
    public static IReadOnlyList<ListOpsExpression> Read(TextReader reader, string name, CancellationToken cancellation = default)
    {
        var expressions = new List<ListOpsExpression>();
        var problems = new RowProblems(name);
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            cancellation.ThrowIfCancellationRequested();
            line++;
            if (line == 1 && text == Header)
            {
                continue;
            }

            try
            {
                expressions.Add(ReadRow(text));
            }
            catch (FormatException problem)
            {
                problems.Add(line, problem.Message);
            }
        }

        problems.ThrowIfAny(expressions.Count);
        return expressions.Count > 0
            ? expressions
            : throw new TaskDataException($"{name} has no rows. A ListOps file has one expression, a tab and its value per line.");
    }

    /// <summary>Writes rows in the official form, with header and CRLF.</summary>
    /// <param name="writer">Receives the rows.</param>
    /// <param name="expressions">The expressions.</param>
    public static void Write(TextWriter writer, IEnumerable<ListOpsExpression> expressions)
    {
        writer.Write(Header + "\r\n");
        var row = new StringBuilder();
        foreach (var expression in expressions)
        {
            row.Clear().Append(expression).Append('\t').Append(CultureInfo.InvariantCulture, $"{expression.Value}").Append("\r\n");
            writer.Write(row);
        }
    }

    private static ListOpsExpression ReadRow(string text)
    {
        var tab = text.IndexOf('\t');
        if (tab < 0 || text.IndexOf('\t', tab + 1) >= 0)
        {
            throw new FormatException(
                $"the row has {text.Count(character => character == '\t') + 1} columns; it has two, the expression and its value.");
        }

        var target = text.AsSpan(tab + 1);
        if (target.Length != 1 || !char.IsAsciiDigit(target[0]))
        {
            throw new FormatException($"the value is '{target}'; it is one of 0 … 9.");
        }

        var expression = ListOpsExpression.Parse(text.AsSpan(0, tab));
        return expression.Value == target[0] - '0'
            ? expression
            : throw new FormatException($"the value is given as {target}, but the expression's is {expression.Value}.");
    }
}
