namespace SerpentDsl.Tasks;

/// <summary>
/// <see cref="Pathfinder"/> on images that are drawn here, so that it needs no files: 32 × 32 pixels, or any other size by a derived class
/// that passes its settings. Not the official images: results are not comparable with published ones.
/// </summary>
public class DrawnPathfinder : ISeriesTask
{
    private readonly PathfinderSettings _settings;

    /// <summary>Images of 32 × 32 pixels.</summary>
    public DrawnPathfinder()
        : this(PathfinderSettings.ForSize(32))
    {
    }

    /// <summary>Images of any settings.</summary>
    /// <param name="settings">The distribution to draw from.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    public DrawnPathfinder(PathfinderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _settings = settings;
    }

    /// <inheritdoc/>
    public string Name => GetType().Name;

    /// <inheritdoc/>
    public int Inputs => 1;

    /// <inheritdoc/>
    public int Outputs => PathfinderSource.Labels.Count;

    /// <inheritdoc/>
    public int MaxLength => _settings.Size * _settings.Size;

    /// <inheritdoc/>
    public bool IsClassification => true;

    /// <inheritdoc/>
    public SeriesSplits Load(TaskContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ImageRows.Load(
            Name,
            new DrawnImages(_settings),
            PathfinderSource.Grey,
            PathfinderSource.Labels,
            $"drawn: {_settings.Describe()}",
            context,
            cancellation);
    }
}
