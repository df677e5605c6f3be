namespace SerpentDsl.Tasks;

/// <summary>Reads labelled texts from tables.</summary>
internal static class LabelledTextTable
{
    /// <summary>Reads the rows of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Its form.</param>
    /// <param name="texts">The columns of the texts, one or two.</param>
    /// <param name="label">The column of the label.</param>
    /// <param name="split">The column of the split, or null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="TaskDataException">The file is malformed, or a cell is empty.</exception>
    public static IReadOnlyList<LabelledText> Read(
        string path, TableSettings settings, string[] texts, string label, string? split, CancellationToken cancellation)
    {
        string[] columns = [.. texts, label, .. split is null ? Array.Empty<string>() : [split]];
        var table = Table.Read(path, settings, _ => columns, cancellation);
        var rows = new List<LabelledText>(table.Rows.Count);
        var problems = new RowProblems(path);
        foreach (var (line, cells) in table.Rows)
        {
            var empty = Enumerable.Range(0, columns.Length).Where(place => string.IsNullOrWhiteSpace(cells[place])).Append(-1).First();
            var part = split is null || empty >= 0 ? 0 : DataPaths.SplitOf(cells[^1]!);
            if (empty >= 0)
            {
                problems.Add(line, $"'{columns[empty]}' is empty. Fill it, or leave out the row.");
            }
            else if (part is null)
            {
                problems.Add(line, $"'{split}' is '{cells[^1]}'; it is one of {DataPaths.SplitNames}.");
            }
            else
            {
                rows.Add(new LabelledText(cells[0]!, texts.Length > 1 ? cells[1] : null, cells[texts.Length]!, part.Value));
            }
        }

        problems.ThrowIfAny(rows.Count);
        return rows;
    }
}
