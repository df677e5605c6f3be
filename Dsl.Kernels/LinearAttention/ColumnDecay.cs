namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>Each column of the state has its own decay.</summary>
internal readonly struct ColumnDecay : IDecayForm
{
    /// <inheritdoc/>
    public static bool PerRow => false;

    /// <inheritdoc/>
    public static bool PerColumn => true;
}
