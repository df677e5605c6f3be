namespace SerpentDsl.Ssm;

/// <summary>The measure by which the approximation in a HiPPO state, polynomial or Fourier, is the best one.</summary>
public enum HippoMeasure
{
    /// <summary>Scaled Legendre: the whole past, uniformly weighted. Rank 1.</summary>
    LegS,

    /// <summary>Translated Legendre: a sliding window. Rank 2.</summary>
    LegT,

    /// <summary>Truncated Fourier basis on a sliding window. Rank 1.</summary>
    Fourier,
}
