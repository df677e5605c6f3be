namespace SerpentDsl.Tasks;

/// <summary>The pairs of the Retrieval tasks, read once and cached.</summary>
internal static class RetrievalData
{
    /// <exception cref="TaskDataException">The pairs are missing or malformed, or the cache cannot be used.</exception>
    public static PairSplits Load(string task, RetrievalSettings settings, TaskContext context, CancellationToken cancellation)
    {
        var source = RetrievalSource.Find(task, new TaskFiles(context));
        var cache = new TaskCache(context, task, $"{settings.Describe()}, from {source.Hash()}");
        var rows = cache.ReadOrMake(writer => Make(source, settings, context, cancellation).Write(writer), PackedRows.Read);
        var train = rows.Pairs(0);
        var validation = rows.Pairs(1);
        return new PairSplits(
            train, validation, rows.Pairs(2), [.. rows.Baselines, PairBaselines.CommonestClass(train, validation)], source.Name)
        {
            Encoder = settings.Encoder(rows.Alphabet),
            Cut = new CutRows(rows.Cut[0], rows.Cut[1], rows.Cut[2]),
        };
    }

    private static PackedRows Make(RetrievalSource source, RetrievalSettings settings, TaskContext context, CancellationToken cancellation)
    {
        var table = new DocumentTable(settings);
        return table.Pack(source.Read(table, context.Progress, cancellation));
    }
}
