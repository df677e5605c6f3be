namespace SerpentDsl.Generator.Model;

/// <summary>The resampling around a branch.</summary>
/// <param name="Rate">ρ.</param>
/// <param name="Window">W.</param>
/// <param name="TimeBasis">E.</param>
/// <param name="MaxPoints">The most resampled points, ⌈ρ·maxLength⌉.</param>
/// <param name="Size">What the compression holds and costs.</param>
internal sealed record Compression(double Rate, int Window, int TimeBasis, int MaxPoints, LayerSize Size);
