namespace SerpentDsl.Ssm;

/// <summary>What is applied to the queries and keys of a <see cref="Gla"/>.</summary>
public enum GlaFeatureMap
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,
}
