namespace SerpentDsl.Tasks;

/// <summary>
/// ListOps on the short sequences of <see cref="ListOpsSettings.Short"/>, always drawn: for trying out a model in minutes.
/// </summary>
public sealed class ShortListOps : ISequenceTask, ITextTask
{
    /// <inheritdoc/>
    public string Name => nameof(ShortListOps);

    /// <inheritdoc/>
    public int Vocabulary => ListOpsTokenizer.Vocabulary;

    /// <inheritdoc/>
    public int Classes => 10;

    /// <summary>The longest expression and the end of sequence.</summary>
    public int MaxLength => ListOpsSettings.Short.LongerThanAll;

    /// <inheritdoc/>
    public SequenceSplits Load(TaskContext context, CancellationToken cancellation) =>
        ListOpsData.LoadDrawn(Name, ListOpsSettings.Short, context, MaxLength, cancellation);

    /// <inheritdoc/>
    public ISequenceEncoder Encoder { get; } = new ListOpsEncoder();
}
