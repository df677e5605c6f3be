namespace SerpentDsl.Ssm;

/// <summary>The measure whose best polynomial (or Fourier) approximation a HiPPO state holds.</summary>
public enum HippoMeasure
{
    /// <summary>Scaled Legendre: the whole past, uniformly weighted. Rank 1.</summary>
    LegS,

    /// <summary>Translated Legendre: a sliding window. Rank 2.</summary>
    LegT,

    /// <summary>Truncated Fourier basis on a sliding window. Rank 1.</summary>
    Fourier,
}
