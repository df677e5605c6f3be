using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>The resampling around a branch.</summary>
/// <param name="Rate">The compression rate ρ.</param>
/// <param name="Window">The window size W.</param>
/// <param name="TimeBasis">The number of Gaussians E of the time basis.</param>
/// <param name="MaxPoints">The most resampled points, ⌈ρ·maxLength⌉.</param>
/// <param name="Size">Parameters and cost of the compression.</param>
internal sealed record Compression(double Rate, int Window, int TimeBasis, int MaxPoints, LayerSize Size)
{
    /// <summary>The options that differ from their defaults.</summary>
    public EquatableArray<Argument> Options { get; init; }
}
