namespace SerpentDsl;

/// <summary>How a head reduces a sequence to one vector.</summary>
public enum Pooling
{
    /// <summary>The mean over the true length.</summary>
    Mean,

    /// <summary>The last valid position.</summary>
    Last,

    /// <summary>None: an answer at every position. For a regressor only.</summary>
    None,
}
