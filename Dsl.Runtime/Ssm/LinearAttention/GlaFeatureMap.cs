namespace SerpentDsl;

/// <summary>What is applied to the queries and keys of a <see cref="Ssm.Gla"/>.</summary>
public enum GlaFeatureMap
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,
}
