namespace SerpentDsl.Tasks;

/// <summary>Means and standard deviations of columns.</summary>
internal static class SeriesScales
{
    /// <summary>The scales of columns; a constant column keeps the scale 1.</summary>
    /// <param name="names">Names of the columns.</param>
    /// <param name="rows">Numbers, a column after the other, again and again.</param>
    public static IReadOnlyList<SeriesColumn> Of(IReadOnlyList<string> names, IEnumerable<ReadOnlyMemory<float>> rows)
    {
        // Welford's sums: large means do not drown small deviations.
        var means = new double[names.Count];
        var squares = new double[names.Count];
        long count = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                var column = i % names.Count;
                count += column == 0 ? 1 : 0;
                var difference = row.Span[i] - means[column];
                means[column] += difference / count;
                squares[column] += difference * (row.Span[i] - means[column]);
            }
        }

        return
        [
            .. names.Select((name, column) => Math.Sqrt(squares[column] / Math.Max(1, count)) is var scale && scale > 0
                ? new SeriesColumn(name, means[column], scale)
                : new SeriesColumn(name, means[column])),
        ];
    }
}
