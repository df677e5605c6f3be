namespace SerpentDsl.Tasks;

/// <summary>ListOps on the short sequences of <see cref="ListOpsSettings.Short"/>: for trying out a model in minutes.</summary>
public sealed class ShortListOps() : DrawnListOps(nameof(ShortListOps), ListOpsSettings.Short);
