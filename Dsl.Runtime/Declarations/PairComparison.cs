namespace SerpentDsl;

/// <summary>The features by which the vectors a and b of a pair are compared.</summary>
public enum PairComparison
{
    /// <summary>a, b, a − b and a·b.</summary>
    Full,

    /// <summary>a and b.</summary>
    Sides,
}
