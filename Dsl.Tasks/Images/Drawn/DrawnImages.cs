namespace SerpentDsl.Tasks;

/// <summary>Drawn Pathfinder images. Image i is drawn from stream i of the seed, by any thread.</summary>
internal sealed class DrawnImages(PathfinderSettings settings) : ImageSource
{
    /// <inheritdoc/>
    public override string Name => "drawn curves";

    /// <inheritdoc/>
    public override int Side => settings.Size;

    /// <inheritdoc/>
    public override string MadeFrom(CancellationToken cancellation) => $"drawn curves, first form: {settings.Describe()}";

    /// <inheritdoc/>
    public override IReadOnlyList<int[]> Splits(CancellationToken cancellation) =>
    [
        [.. Enumerable.Range(0, settings.TrainRows)],
        [.. Enumerable.Range(settings.TrainRows, settings.ValidationRows)],
        [.. Enumerable.Range(settings.TrainRows + settings.ValidationRows, settings.TestRows)],
    ];

    /// <inheritdoc/>
    public override GreyImage Read(int image)
    {
        var scene = PathfinderDrawing.Draw(settings, image);
        return new GreyImage(PathfinderPainter.Paint(scene, settings), scene.Label);
    }

    /// <inheritdoc/>
    public override string NameOf(int image) => $"image {image:N0}";
}
