namespace SerpentDsl.Tasks;

/// <summary><see cref="DrawnPathfinder"/> on 16 × 16 pixels, 256 positions: for trying out a model in minutes.</summary>
public sealed class ShortPathfinder() : DrawnPathfinder(
    PathfinderSettings.ForSize(16) with { TrainRows = 20_000, ValidationRows = 2_000, TestRows = 2_000 });
