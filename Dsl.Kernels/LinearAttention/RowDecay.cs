namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>Each row of the state has its own decay.</summary>
internal readonly struct RowDecay : IDecayForm
{
    /// <inheritdoc/>
    public static bool PerRow => true;

    /// <inheritdoc/>
    public static bool PerColumn => false;
}
