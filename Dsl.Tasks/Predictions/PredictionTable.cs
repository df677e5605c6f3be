namespace SerpentDsl.Tasks.Predictions;

/// <summary>Rows of a file to predict from: CSV, TSV, JSON Lines or Parquet, plain or gzipped.</summary>
/// <param name="Kept">Names of the columns that are kept beside the predictions.</param>
/// <param name="Rows">The rows in the order of the file.</param>
/// <param name="Cells">The kept cells of each row.</param>
public sealed record PredictionTable(
    IReadOnlyList<string> Kept, IReadOnlyList<PredictionRow> Rows, IReadOnlyList<IReadOnlyList<string?>> Cells)
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="predictor">What the rows are for.</param>
    /// <param name="columns">Where they are.</param>
    /// <param name="settings">The file's form, where its name does not tell it; null: by its name.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="TaskDataException">The file is missing or malformed, lacks a column, or a cell is empty; the message says
    /// where.</exception>
    public static PredictionTable Read(
        string path, Predictor predictor, PredictionColumns columns, TableSettings? settings = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(columns);
        return predictor.Input == PredictionInput.Series
            ? OfSeries(path, predictor, columns, settings ?? new TableSettings(), cancellation)
            : OfTexts(path, predictor, columns, settings ?? new TableSettings(), cancellation);
    }

    private static PredictionTable OfTexts(
        string path, Predictor predictor, PredictionColumns columns, TableSettings settings, CancellationToken cancellation)
    {
        var isPair = predictor.Input == PredictionInput.Pair;
        var trained = predictor.TrainedColumns;
        string[] texts = [], kept = [];
        var table = Table.Read(
            path,
            settings,
            all =>
            {
                kept = KeptOf(columns, all);
                texts = isPair
                    ? [columns.Text ?? trained.Text ?? "first", columns.Second ?? trained.Second ?? "second"]
                    : [columns.Text ?? TextColumnOf(path, columns, trained, all)];
                return [.. texts, .. kept];
            },
            cancellation);
        var problems = new RowProblems(path);
        foreach (var (line, cells) in table.Rows)
        {
            for (var i = 0; i < texts.Length; i++)
            {
                if (string.IsNullOrWhiteSpace(cells[i]))
                {
                    problems.Add(line, $"'{texts[i]}' is empty. Fill it, or leave out the row.");
                }
            }
        }

        problems.ThrowIfAny(table.Rows.Count);
        return new PredictionTable(
            kept,
            [.. table.Rows.Select(row => isPair ? PredictionRow.Of(row.Cells[0]!, row.Cells[1]!) : PredictionRow.Of(row.Cells[0]!))],
            [.. table.Rows.Select(row => row.Cells.Skip(texts.Length).ToArray())]);
    }

    private static PredictionTable OfSeries(
        string path, Predictor predictor, PredictionColumns columns, TableSettings settings, CancellationToken cancellation)
    {
        var trained = predictor.TrainedColumns;
        columns = columns with { Series = columns.Series ?? trained.Series, Time = columns.Time ?? trained.Time };
        if (columns.Series is { } series && (columns.KeepsAll || columns.Kept.Any(column => column != series)))
        {
            throw new TaskDataException($"A series in several rows has no other cells to keep; its name in '{series}' is kept.");
        }

        string[] kept = [];
        IReadOnlyList<string> values = [];
        var table = Table.Read(
            path,
            settings,
            all =>
            {
                kept = columns.Series is null ? KeptOf(columns, all) : [columns.Series];
                values = columns.Values ?? trained.Values ?? (columns.Series is null
                    ? [.. all.Except(columns.KeepsAll ? [] : kept)]
                    : [.. (predictor.Columns ?? []).Select(column => column.Name)]);
                return kept;
            },
            cancellation);
        var task = new SeriesTask(path)
        {
            Values = values,
            SeriesColumn = columns.Series,
            TimeColumn = columns.Time,
            Settings = settings,
        };
        var read = SeriesTable.Read(path, task, cancellation);
        return new PredictionTable(
            kept,
            [.. read.Select(row => PredictionRow.Of(row.Values))],
            columns.Series is null
                ? [.. table.Rows.Select(row => row.Cells)]
                : [.. table.Rows.Select(row => row.Cells[0]).Distinct().Select(name => new[] { name })]);
    }

    private static string[] KeptOf(PredictionColumns columns, IReadOnlyList<string> all) => [.. columns.KeepsAll ? all : columns.Kept];

    private static string TextColumnOf(string path, PredictionColumns columns, PredictionColumns trained, IReadOnlyList<string> all)
    {
        const string Usual = "text";
        string[] others = [.. all.Except(columns.Kept)];
        return trained.Text is { } known && all.Contains(known) ? known
            : all.Contains(Usual) ? Usual
            : others.Length == 1 ? others[0]
            : throw new TaskDataException(
                $"{path} has no column '{Usual}'; its columns are {string.Join(", ", all.Select(column => $"'{column}'"))}. "
                    + "Name the one of the text.");
    }
}
