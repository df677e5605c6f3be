namespace SerpentDsl.Generator.Check;

/// <summary>The options of a branch that are about its resampling and have no effect without a compression rate.</summary>
internal static class ResamplingOptions
{
    /// <summary>Those that the layer gets in a <c>CompressionOptions</c>, where they differ from their defaults.</summary>
    public static readonly string[] Passed = ["DeltaBias", "DeltaLearningRate", "PointPlacement", "Interval", "ReadBack"];

    /// <summary>All of them.</summary>
    public static readonly string[] All = ["WindowSize", "TimeBasis", .. Passed];
}
