using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Tasks;

/// <summary>
/// A classification of texts in a table: CSV, TSV, JSON Lines or Parquet, plain or gzipped. A class of a few lines makes it a task that a
/// recipe can name: <c>public sealed class Reviews() : TableTask("reviews.csv", text: "text", label: "sentiment");</c>
/// </summary>
/// <param name="path">The file, or a folder with <c>train.csv</c>, <c>validation.csv</c> and <c>test.csv</c>.</param>
/// <param name="text">The column of the text.</param>
/// <param name="label">The column of the class.</param>
public class TableTask(string path, string text, string label) : LabelledTextTask(path), ISequenceTask
{
    /// <summary>How the files are read, where their names do not tell it.</summary>
    public TableSettings Settings { get; init; } = new();

    /// <summary>A column that tells the split of each row: train, validation or test; null: there is none.</summary>
    public string? SplitColumn { get; init; }

    /// <inheritdoc/>
    public override PredictionColumns Columns => new() { Text = text };

    /// <inheritdoc/>
    public SequenceSplits Load(TaskContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var files = Locate(context, TableSettings.IsTable);
        var drawn = LabelledTextFiles.Read(this, files, Settings, [text], label, SplitColumn, context, cancellation);
        return LabelledTextFiles.Sequences(Encode(drawn.Splits, files.Description, context, cancellation), files.Description);
    }
}
