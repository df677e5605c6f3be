namespace SerpentDsl.Tasks;

/// <summary>
/// Pathfinder of the Long Range Arena: are two discs joined by a dashed curve, among other curves? 32 × 32 grey pixels as a sequence of
/// 1,024 numbers. Reads the official folder <c>pathfinder32</c>; <see cref="DrawnPathfinder"/> needs no files.
/// </summary>
public sealed class Pathfinder : ISeriesTask
{
    private const int Side = 32;

    /// <inheritdoc/>
    public string Name => nameof(Pathfinder);

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
        PathfinderSource.Load(Name, Side, nameof(DrawnPathfinder), context, cancellation);
}
