using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Tasks;

/// <summary>A classification of pairs of texts in a table, such as a question and an answer. For a pair classifier.</summary>
/// <param name="path">The file, or a folder with <c>train.csv</c>, <c>validation.csv</c> and <c>test.csv</c>.</param>
/// <param name="first">The column of the first text.</param>
/// <param name="second">The column of the second text.</param>
/// <param name="label">The column of the class.</param>
public class PairTableTask(string path, string first, string second, string label) : LabelledTextTask(path), IPairTask
{
    /// <summary>How the files are read, where their names do not tell it.</summary>
    public TableSettings Settings { get; init; } = new();

    /// <summary>A column that tells the split of each row: train, validation or test; null: there is none.</summary>
    public string? SplitColumn { get; init; }

    /// <inheritdoc/>
    public override PredictionColumns Columns => new() { Text = first, Second = second };

    /// <inheritdoc/>
    public PairSplits Load(TaskContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var files = Locate(context, TableSettings.IsTable);
        var drawn = LabelledTextFiles.Read(this, files, Settings, [first, second], label, SplitColumn, context, cancellation);
        var texts = Encode(drawn.Splits, files.Description, context, cancellation);
        PairExample[][] splits =
        [
            .. texts.Splits.Select(split => split.Select(
                row => new PairExample(row.First.Tokens, row.Second!.Value.Tokens, row.Label)).ToArray()),
        ];
        return new PairSplits(
            splits[0], splits[1], splits[2], [PairBaselines.CommonestClass(splits[0], splits[1])], files.Description)
        {
            Encoder = texts.Encoder,
            Labels = texts.Labels,
            Cut = texts.Cut,
        };
    }
}
