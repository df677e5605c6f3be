using System.Globalization;

namespace SerpentDsl.Tasks;

/// <summary>Reads series from tables, wide or long.</summary>
internal static class SeriesTable
{
    /// <exception cref="TaskDataException">The file is malformed, or a cell does not hold a number.</exception>
    public static IReadOnlyList<ReadSeries> Read(string path, SeriesTask task, CancellationToken cancellation)
    {
        string[] others =
        [
            .. task.Targets,
            .. new[] { task.Label, task.SplitColumn, task.SeriesColumn, task.TimeColumn }.OfType<string>(),
        ];
        IReadOnlyList<string> values = [];
        var table = Table.Read(
            path,
            task.Settings,
            columns =>
            {
                values = task.Values ?? [.. columns.Except(others)];
                return values.Count > 0
                    ? [.. values, .. others]
                    : throw new TaskDataException($"{path} has no column of values beside {string.Join(", ", others)}.");
            },
            cancellation);
        var reader = new RowReader(path, task, values);
        var rows = task.SeriesColumn is null ? reader.Wide(table) : reader.Long(table);
        reader.Problems.ThrowIfAny(table.Rows.Count - reader.Bad);
        return rows;
    }

    /// <summary>Reads the rows of a file.</summary>
    private sealed class RowReader(string path, SeriesTask task, IReadOnlyList<string> values)
    {
        /// <summary>The place of the label among a row's cells.</summary>
        private readonly int _label = values.Count + task.Targets.Count;

        public RowProblems Problems { get; } = new(path);

        public int Bad { get; private set; }

        private int SplitPlace => _label + (task.Label is null ? 0 : 1);

        private int SeriesPlace => SplitPlace + (task.SplitColumn is null ? 0 : 1);

        public List<ReadSeries> Wide(Table table)
        {
            var rows = new List<ReadSeries>(table.Rows.Count);
            foreach (var row in table.Rows)
            {
                // Empty cells at the end: this series is shorter than others.
                var length = values.Count;
                while (length > 0 && string.IsNullOrWhiteSpace(row.Cells[length - 1]))
                {
                    length--;
                }

                if (length == 0)
                {
                    Refuse(row.Line, "the series has no values.");
                }
                else if (Numbers(row, 0, length) is { } numbers && Answer(row, numbers) is { } series)
                {
                    rows.Add(series);
                }
            }

            return rows;
        }

        public List<ReadSeries> Long(Table table)
        {
            var rows = new List<ReadSeries>();
            foreach (var group in table.Rows.GroupBy(row => row.Cells[SeriesPlace] ?? "", StringComparer.Ordinal))
            {
                if (string.IsNullOrWhiteSpace(group.Key))
                {
                    Refuse(group.First().Line, $"'{task.SeriesColumn}' is empty, so that the row belongs to no series.");
                    continue;
                }

                var ordered = Ordered([.. group]);
                float[]?[] numbers = [.. ordered.Select(row => Numbers(row, 0, values.Count))];
                var first = ordered[0];
                var changed = ordered.FirstOrDefault(row => Enumerable.Range(values.Count, SeriesPlace - values.Count)
                    .Any(place => row.Cells[place] != first.Cells[place]));
                if (changed.Cells is not null)
                {
                    Refuse(
                        changed.Line,
                        $"the answer or the split of series '{group.Key}' differs from that in line {first.Line}; a series has one.");
                }
                else if (!numbers.Contains(null) && Answer(first, [.. numbers.SelectMany(row => row!)]) is { } series)
                {
                    rows.Add(series);
                }
            }

            return rows;
        }

        private TableRow[] Ordered(TableRow[] rows)
        {
            if (task.TimeColumn is null)
            {
                return rows;
            }

            var place = SeriesPlace + 1;
            string[] times = [.. rows.Select(row => row.Cells[place] ?? "")];
            var empty = Array.FindIndex(times, string.IsNullOrWhiteSpace);
            if (empty >= 0)
            {
                Refuse(rows[empty].Line, $"'{task.TimeColumn}' is empty.");
                return rows;
            }

            if (times.All(time => double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            {
                return [.. rows.OrderBy(row => double.Parse(row.Cells[place]!, NumberStyles.Float, CultureInfo.InvariantCulture))];
            }

            return times.All(time => DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
                ? [.. rows.OrderBy(row => DateTimeOffset.Parse(
                    row.Cells[place]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))]
                : [.. rows.OrderBy(row => row.Cells[place], StringComparer.Ordinal)];
        }

        private ReadSeries? Answer(TableRow row, float[] numbers)
        {
            var targets = Numbers(row, values.Count, task.Targets.Count);
            var label = task.Label is null ? null : row.Cells[_label];
            var split = task.SplitColumn is null ? 0 : DataPaths.SplitOf(row.Cells[SplitPlace] ?? "");
            if (task.Label is not null && string.IsNullOrWhiteSpace(label))
            {
                return Refuse(row.Line, $"'{task.Label}' is empty. Fill it, or leave out the row.");
            }

            return split is null
                ? Refuse(row.Line, $"'{task.SplitColumn}' is '{row.Cells[SplitPlace]}'; it is one of {DataPaths.SplitNames}.")
                : targets is null ? null : new ReadSeries(values, numbers, targets, label, split.Value);
        }

        /// <summary>Some cells as numbers; null if one is none, which is recorded.</summary>
        private float[]? Numbers(TableRow row, int start, int count)
        {
            var numbers = new float[count];
            for (var i = 0; i < count; i++)
            {
                var cell = row.Cells[start + i];
                var name = start + i < values.Count ? values[start + i] : task.Targets[start + i - values.Count];
                if (string.IsNullOrWhiteSpace(cell))
                {
                    Refuse(row.Line, $"'{name}' is empty. Fill it, or leave out the row.");
                    return null;
                }

                if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !float.IsFinite(numbers[i]))
                {
                    Refuse(row.Line, $"'{name}' is '{cell}', which is no finite number; numbers are written as 0.5 or 1e-3.");
                    return null;
                }
            }

            return numbers;
        }

        private ReadSeries? Refuse(long line, string problem)
        {
            Bad++;
            Problems.Add(line, problem);
            return null;
        }
    }
}
