namespace SerpentDsl.Kernels.Steps;

/// <summary>Which terms with products of inputs a Liquid-S4 step adds.</summary>
internal enum LiquidTerms
{
    /// <summary>Products of consecutive inputs, each with the powers of Ā that the product has in the recurrence.</summary>
    KB,

    /// <summary>Products of consecutive inputs, with the identity in the place of Ā.</summary>
    PB,

    /// <summary>The recurrence itself, which holds all products of all orders.</summary>
    Exact,
}
