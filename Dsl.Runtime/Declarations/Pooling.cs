namespace SerpentDsl;

/// <summary>How a head makes one vector of a sequence.</summary>
public enum Pooling
{
    /// <summary>The mean over the true length.</summary>
    Mean,

    /// <summary>The last valid position.</summary>
    Last,

    /// <summary>None: an answer at every position. For a regressor only.</summary>
    None,
}
