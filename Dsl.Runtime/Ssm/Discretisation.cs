namespace SerpentDsl;

/// <summary>How a continuous system becomes a recurrence.</summary>
public enum Discretisation
{
    /// <summary>Zero-order hold: Ā = e^{ΔA}, B̄ = A⁻¹(e^{ΔA} − 1)B.</summary>
    ZeroOrderHold,

    /// <summary>Bilinear: Ā = (1 − ΔA/2)⁻¹(1 + ΔA/2), B̄ = (1 − ΔA/2)⁻¹ΔB.</summary>
    Bilinear,
}
