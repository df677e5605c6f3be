namespace SerpentDsl;

/// <summary>How similarities of queries and keys become weights.</summary>
public enum AttentionFunction
{
    /// <summary>softmax over the keys.</summary>
    Softmax,

    /// <summary>½ (1 + erf((x − μ) / (σ √2))) with μ = 0.707107 and σ = 0.282095, for each key by itself (arXiv 2209.10655).</summary>
    Laplace,

    /// <summary>max(x, 0)², for each key by itself.</summary>
    SquaredRelu,
}
