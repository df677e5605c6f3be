namespace SerpentDsl.Tasks;

/// <summary>ListOps on sequences of some lengths only, always drawn: no file is read.</summary>
/// <param name="name">Name of the task.</param>
/// <param name="settings">The distribution of its expressions.</param>
public abstract class DrawnListOps(string name, ListOpsSettings settings) : ISequenceTask, ITextTask
{
    private readonly ListOpsSettings _settings = settings;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public int Vocabulary => ListOpsTokenizer.Vocabulary;

    /// <inheritdoc/>
    public int Classes => 10;

    /// <summary>The longest expression and the end of sequence.</summary>
    public int MaxLength => _settings.LongerThanAll;

    /// <inheritdoc/>
    public SequenceSplits Load(TaskContext context, CancellationToken cancellation) =>
        ListOpsData.LoadDrawn(Name, _settings, context, MaxLength, cancellation);

    /// <inheritdoc/>
    public ISequenceEncoder Encoder { get; } = new ListOpsEncoder();
}
