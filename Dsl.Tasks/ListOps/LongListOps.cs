namespace SerpentDsl.Tasks;

/// <summary>
/// ListOps on the sequences of <see cref="ListOpsSettings.Long"/>, which are half as long as those of <see cref="ListOps"/>.
/// </summary>
public sealed class LongListOps() : DrawnListOps(nameof(LongListOps), ListOpsSettings.Long);
