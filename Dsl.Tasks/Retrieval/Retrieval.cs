namespace SerpentDsl.Tasks;

/// <summary>
/// Retrieval of the Long Range Arena: does one paper cite the other? Printable ASCII characters, at most 4,000 of each document with the
/// end of sequence. The AAN pairs of the benchmark if the user has them, otherwise the ACL citation pairs.
/// </summary>
public sealed class Retrieval : IPairTask, IPublishedTask
{
    private static readonly RetrievalSettings s_settings = new(RetrievalUnit.Character, MaxLength: 4000);

    /// <inheritdoc/>
    public string Name => nameof(Retrieval);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public int Classes => 2;

    /// <inheritdoc/>
    public int MaxLength => s_settings.MaxLength;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.Aan;

    /// <inheritdoc/>
    public PairSplits Load(TaskContext context, CancellationToken cancellation) =>
        RetrievalData.Load(Name, s_settings, context, cancellation);
}
