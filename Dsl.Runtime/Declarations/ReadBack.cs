namespace SerpentDsl;

/// <summary>What an input reads back from the resampled points of SeRpEnt.</summary>
public enum ReadBack
{
    /// <summary>The result of one point: of the nearest in time, or in a causal architecture of the last one emitted.</summary>
    Nearest,

    /// <summary>
    /// The results of the two points around the input, interpolated linearly by their distances in time, which is a second way for Δ to
    /// learn. Not for causal architectures, where the later of the two points is still to come.
    /// </summary>
    Linear,
}
