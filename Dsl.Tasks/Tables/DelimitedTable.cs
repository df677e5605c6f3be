using Sylvan.Data.Csv;

namespace SerpentDsl.Tasks;

/// <summary>Reads CSV and its like by the library Sylvan.Data.Csv.</summary>
internal static class DelimitedTable
{
    /// <summary>Longer than any row of texts; a quote that is never closed would otherwise take all memory.</summary>
    private const int LongestRow = 1 << 28;

    /// <exception cref="TaskDataException">The text is malformed, or lacks a column.</exception>
    public static Table Read(
        Stream content,
        string name,
        char? delimiter,
        Func<IReadOnlyList<string>, IReadOnlyList<string>> choose,
        CancellationToken cancellation)
    {
        using var text = Table.TextOf(content);
        long line = 1;
        try
        {
            using var reader = CsvDataReader.Create(text, new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = delimiter,
                BufferSize = 1 << 16,
                MaxBufferSize = LongestRow,
                OwnsReader = false,
            });
            if (!reader.Read())
            {
                throw new TaskDataException($"{name} is empty. Its first row names the columns.");
            }

            string[] columns = [.. CellsOf(reader)];
            if (columns.Any(column => column.Contains('\0')))
            {
                throw new TaskDataException($"{name} is no text: its first row holds bytes of value 0. Save it as UTF-8.");
            }

            line += LinesOf(columns);
            var chosen = choose(columns);
            var places = Table.PlacesOf(name, chosen, columns);
            var rows = new List<TableRow>();
            var problems = new RowProblems(name);
            while (reader.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                string[] cells = [.. CellsOf(reader)];
                if (cells.Length == columns.Length)
                {
                    rows.Add(new TableRow(line, [.. places.Select(place => cells[place])]));
                }
                else if (cells is not ([] or [""]))
                {
                    problems.Add(line, $"the row has {cells.Length:N0} cells, but there are {columns.Length:N0} columns.");
                }

                line += LinesOf(cells);
            }

            problems.ThrowIfAny(rows.Count);
            return new Table(name, chosen, rows);
        }
        catch (Exception problem) when (problem is CsvFormatException or CsvRecordTooLargeException or CsvConfigurationException)
        {
            throw new TaskDataException(
                $"{name}, line {line:N0}: {problem.Message.TrimEnd('.')}. A cell with a quote in it is written in quotes, with the quote "
                    + "twice.",
                problem);
        }
    }

    private static IEnumerable<string> CellsOf(CsvDataReader reader) =>
        Enumerable.Range(0, reader.RowFieldCount).Select(reader.GetString);

    private static long LinesOf(IEnumerable<string> cells) => 1 + cells.Sum(cell => (long)cell.AsSpan().Count('\n'));
}
