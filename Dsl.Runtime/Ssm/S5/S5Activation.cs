namespace SerpentDsl;

/// <summary>
/// The function at the end of an S5 layer (the official <c>activation_fn</c>); y is the output of the system, W are square matrices with
/// biases.
/// </summary>
public enum S5Activation
{
    /// <summary>y.</summary>
    None = 0,

    /// <summary>g = gelu(y).</summary>
    Gelu = 1,

    /// <summary>g ∘ σ(W₂ g).</summary>
    HalfGlu1 = 2,

    /// <summary>y ∘ σ(W₂ g): the GELU is in the gate alone.</summary>
    HalfGlu2 = 3,

    /// <summary>W₁ g ∘ σ(W₂ g).</summary>
    FullGlu = 4,
}
