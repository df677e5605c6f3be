namespace SerpentDsl.Tasks;

/// <summary>
/// ListOps of the Long Range Arena: nested list operations of 501 to 1,999 symbols, 96,000 / 2,000 / 2,000 rows. The official files
/// <c>basic_{train,val,test}.tsv</c> are used if the data folder (or its <c>listops-1000</c>) contains them; otherwise the rows are drawn
/// from the same distribution.
/// </summary>
public sealed class ListOps : ISequenceTask, ITextTask
{
    /// <inheritdoc/>
    public string Name => nameof(ListOps);

    /// <inheritdoc/>
    public int Vocabulary => ListOpsTokenizer.Vocabulary;

    /// <inheritdoc/>
    public int Classes => 10;

    /// <inheritdoc/>
    public int MaxLength => 2048;

    /// <inheritdoc/>
    public SequenceSplits Load(TaskContext context, CancellationToken cancellation) =>
        ListOpsData.LoadOfficial(context, MaxLength, cancellation)
            ?? ListOpsData.LoadDrawn(Name, ListOpsSettings.Full, context, MaxLength, cancellation);

    /// <inheritdoc/>
    public ISequenceEncoder Encoder { get; } = new ListOpsEncoder();
}
