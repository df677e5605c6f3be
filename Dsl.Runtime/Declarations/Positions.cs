namespace SerpentDsl;

/// <summary>What is added to the embedding of every position.</summary>
public enum Positions
{
    /// <summary>sin(p ω_i) to even and cos(p ω_i) to odd features, with ω_i = 10000^(−2i / features) (arXiv 1706.03762).</summary>
    Sinusoidal,

    /// <summary>A trained vector of each position up to the model's greatest length.</summary>
    Learned,
}
