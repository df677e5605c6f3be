using SerpentDsl.Io;

namespace SerpentDsl.Ssm;

// The layer in the config.json of an official checkpoint.
public sealed partial class Mamba2
{
    /// <summary>The options that an official configuration states.</summary>
    internal MambaOptions Options => new()
    {
        IsSecond = true,
        Features = _features,
        Inner = _inner,
        StateSize = _stateSize,
        ConvWidth = _convWidth,
        ConvBias = conv1d.HasBias,
        Bias = in_proj.bias is not null,
        Scanned = _scanned,
        HeadSize = _headSize,
        Groups = _groups,
        SkipPerChannel = D.shape[0] != _heads,
        GatedNorm = norm is not null,
        NormBeforeGate = norm?.NormFirst ?? false,
        NormPerGroup = norm is null || norm.Groups == _groups,
        DeltaLimits = _deltaLimits,
    };
}
