namespace SerpentDsl;

/// <summary>How the weights of Mamba's second projection of Δ, from its rank to the channels, are initialised.</summary>
public enum DeltaInitialisation
{
    /// <summary>Uniform in ±rank^−½.</summary>
    Random,

    /// <summary>All rank^−½.</summary>
    Constant,
}
