namespace SerpentDsl.Tasks;

/// <summary>The common part of the tasks on tables of labelled texts.</summary>
internal static class LabelledTextFiles
{
    /// <summary>Reads the rows of all splits.</summary>
    public static Drawn<LabelledText> Read(
        DataFileTask task,
        SplitFiles files,
        TableSettings settings,
        string[] texts,
        string label,
        string? splitColumn,
        TaskContext context,
        CancellationToken cancellation)
    {
        if (splitColumn is not null && (files.Validation ?? files.Test) is { } given)
        {
            throw new TaskDataException($"The splits are given twice: by the column '{splitColumn}' and by {given}. Leave out one.");
        }

        context.Progress?.Report(new TaskProgress($"reading {files.Train}", 0, 0));
        return Drawn<LabelledText>.Of(
            task,
            [ReadFile(files.Train), ReadFile(files.Validation), ReadFile(files.Test)],
            splitColumn is null ? null : row => row.Split,
            row => row.Label);

        IReadOnlyList<LabelledText>? ReadFile(string? path) =>
            path is null ? null : LabelledTextTable.Read(path, settings, texts, label, splitColumn, cancellation);
    }

    /// <summary>The splits of a classifier of single texts.</summary>
    public static SequenceSplits Sequences(EncodedTexts texts, string source)
    {
        SequenceExample[][] splits =
            [.. texts.Splits.Select(split => split.Select(row => new SequenceExample(row.First.Tokens, row.Label)).ToArray())];
        return new SequenceSplits(
            splits[0], splits[1], splits[2], [SequenceBaselines.CommonestClass(splits[0], splits[1])], source)
        {
            Encoder = texts.Encoder,
            Labels = texts.Labels,
            Cut = texts.Cut,
        };
    }
}
