namespace SerpentDsl.Tasks;

/// <summary><see cref="PathX"/> on images of 128 × 128 pixels that are drawn here; see <see cref="DrawnPathfinder"/>.</summary>
public sealed class DrawnPathX() : DrawnPathfinder(
    PathfinderSettings.ForSize(128) with { TrainRows = 20_000, ValidationRows = 2_000, TestRows = 2_000 });
