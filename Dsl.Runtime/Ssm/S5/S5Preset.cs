namespace SerpentDsl;

/// <summary>Which definition of S5 is computed, where code and paper differ.</summary>
public enum S5Preset
{
    /// <summary>
    /// The official code: the GELU approximated by a hyperbolic tangent (Flax's default); Re Λ free unless clipped on request.
    /// </summary>
    Official,

    /// <summary>The paper's formulas: the GELU itself; Re Λ free unless clipped on request.</summary>
    Paper,

    /// <summary>The GELU itself, and Re Λ never above −1e-4: stable at every length.</summary>
    Clean,
}
