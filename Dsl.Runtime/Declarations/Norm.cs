namespace SerpentDsl;

/// <summary>The normalisation of a block.</summary>
public enum Norm
{
    /// <summary>Per feature, over batch and valid positions (padding does not count).</summary>
    Batch,

    /// <summary>Per position, over features, with mean and variance.</summary>
    Layer,

    /// <summary>Per position, over features, by the root of the mean square.</summary>
    Rms,

    /// <summary>Per position, over features, by the root of the mean square, with one weight for all features.</summary>
    Scale,
}
