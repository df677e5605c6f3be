namespace SerpentDsl.Tasks;

/// <summary>
/// ListOps on the sequences of <see cref="ListOpsSettings.Medium"/>: what a length does to a model is seen beside
/// <see cref="ShortListOps"/> and <see cref="LongListOps"/>.
/// </summary>
public sealed class MediumListOps() : DrawnListOps(nameof(MediumListOps), ListOpsSettings.Medium);
