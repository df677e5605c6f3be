namespace SerpentDsl;

/// <summary>What a Liquid-S4 layer computes of the terms with products of inputs.</summary>
public enum LiquidKernel
{
    /// <summary>Products of consecutive inputs, each with the powers of Ā that it has in the recurrence.</summary>
    KB = 0,

    /// <summary>Products of consecutive inputs, with the identity in the place of Ā: one weight for each feature and order.</summary>
    PB = 1,

    /// <summary>The recurrence itself, x_k = (Ā + B̄ u_k) x_{k−1} + B̄ u_k, which holds all products of all orders.</summary>
    Exact = 2,
}
