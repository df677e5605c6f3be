namespace SerpentDsl.Tasks;

/// <summary>
/// Image of the Long Range Arena: which of ten things does a photograph of CIFAR-10 show? 32 × 32 grey pixels as a sequence of 1,024
/// numbers. The official binary files are read; a tenth of each class of their training half is held out for validation.
/// </summary>
public sealed class Image : ISeriesTask, IPublishedTask
{
    /// <summary>What the literature subtracts from the grey values 0 … 255, and divides them by.</summary>
    private static readonly SeriesColumn s_grey = new("grey", 122.6, 61);

    private static readonly string[] s_labels =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <inheritdoc/>
    public string Name => nameof(Image);

    /// <inheritdoc/>
    public int Inputs => 1;

    /// <inheritdoc/>
    public int Outputs => s_labels.Length;

    /// <inheritdoc/>
    public int MaxLength => CifarSource.Pixels;

    /// <inheritdoc/>
    public bool IsClassification => true;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.Cifar10;

    /// <inheritdoc/>
    public SeriesSplits Load(TaskContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var source = CifarSource.Find(Name, new TaskFiles(context));
        return ImageRows.Load(
            Name, source, s_grey, s_labels, $"CIFAR-10 in {source.Name}; a tenth of the training half held out", context, cancellation);
    }
}
