using SerpentDsl.Io;

namespace SerpentDsl.Ssm;

// The layer in the config.json of an official checkpoint.
public sealed partial class Mamba
{
    /// <summary>The options that an official configuration states.</summary>
    internal MambaOptions Options => new()
    {
        IsSecond = false,
        Features = _features,
        Inner = _inner,
        StateSize = _stateSize,
        ConvWidth = _convWidth,
        ConvBias = conv1d.HasBias,
        Bias = in_proj.bias is not null,
        Rank = _rank,
    };
}
