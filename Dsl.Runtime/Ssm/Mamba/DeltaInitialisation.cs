namespace SerpentDsl;

/// <summary>How the weights that widen Mamba's low-rank Δ start.</summary>
public enum DeltaInitialisation
{
    /// <summary>Uniform in ±rank^−½.</summary>
    Random,

    /// <summary>All rank^−½.</summary>
    Constant,
}
