namespace SerpentDsl.Tasks;

/// <summary>
/// Path-X of the Long Range Arena: <see cref="Pathfinder"/> on 128 × 128 pixels, a sequence of 16,384 numbers. Reads the official folder
/// <c>pathfinder128</c>; <see cref="DrawnPathX"/> needs no files.
/// </summary>
public sealed class PathX : ISeriesTask
{
    private const int Side = 128;

    /// <inheritdoc/>
    public string Name => nameof(PathX);

    /// <inheritdoc/>
    public int Inputs => 1;

    /// <inheritdoc/>
    public int Outputs => PathfinderSource.Labels.Count;

    /// <inheritdoc/>
    public int MaxLength => Side * Side;

    /// <inheritdoc/>
    public bool IsClassification => true;

    /// <inheritdoc/>
    public SeriesSplits Load(TaskContext context, CancellationToken cancellation) =>
        PathfinderSource.Load(Name, Side, nameof(DrawnPathX), context, cancellation);
}
