namespace SerpentDsl;

/// <summary>The pointwise function at the end of a layer.</summary>
public enum Activation
{
    /// <summary>None.</summary>
    None,

    /// <summary>The exact GELU, x·Φ(x).</summary>
    Gelu,
}
