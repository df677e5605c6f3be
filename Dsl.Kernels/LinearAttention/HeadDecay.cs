namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>The whole state of a head has one decay.</summary>
internal readonly struct HeadDecay : IDecayForm
{
    /// <inheritdoc/>
    public static bool PerRow => false;

    /// <inheritdoc/>
    public static bool PerColumn => false;
}
