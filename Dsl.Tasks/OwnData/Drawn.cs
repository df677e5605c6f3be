namespace SerpentDsl.Tasks;

/// <summary>Rows of the three splits.</summary>
/// <typeparam name="T">A row.</typeparam>
/// <param name="Splits">The rows of training, validation and test split.</param>
internal sealed record Drawn<T>(IReadOnlyList<T>[] Splits)
{
    /// <summary>Puts rows into splits: by files, by a column, or by the draw.</summary>
    /// <param name="task">The task, for its shares and seed.</param>
    /// <param name="files">The rows of each file; null where a split has none.</param>
    /// <param name="splitOf">The split that a row's column names; null for all rows when there is no such column.</param>
    /// <param name="stratum">The class of a row, or a constant.</param>
    /// <exception cref="TaskDataException">A split has no rows.</exception>
    public static Drawn<T> Of(DataFileTask task, IReadOnlyList<T>?[] files, Func<T, int>? splitOf, Func<T, string> stratum)
    {
        var rows = files[0]!;
        LabelNames.RequireFew(task.Source, [.. rows.Select(stratum)]);
        IReadOnlyList<T>[] splits;
        if (splitOf is not null)
        {
            splits = [.. Enumerable.Range(0, 3).Select(split => rows.Where(row => splitOf(row) == split).ToArray())];
        }
        else
        {
            var drawn = SplitDraw.Of(
                [.. rows.Select(stratum)],
                files[1] is null ? task.ValidationShare : 0,
                files[2] is null ? task.TestShare : 0,
                task.SplitSeed);
            splits = [.. Enumerable.Range(0, 3).Select(split =>
                files[split] is { } given && split > 0 ? given : rows.Where((_, row) => drawn[row] == split).ToArray())];
        }

        string[] names = ["training", "validation", "test"];
        var empty = Array.FindIndex(splits, split => split.Count == 0);
        return empty < 0
            ? new Drawn<T>(splits)
            : throw new TaskDataException(splitOf is not null
                ? $"No row of {task.Source} is marked for the {names[empty]} split. The split column names {DataPaths.SplitNames}."
                : $"{task.Source} has {rows.Count:N0} rows, of which none remains for the {names[empty]} split. Give more rows, or a file "
                    + "for validation and one for the test.");
    }
}
