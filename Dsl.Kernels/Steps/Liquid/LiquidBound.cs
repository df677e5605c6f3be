namespace SerpentDsl.Kernels.Steps;

/// <summary>How to bound the products of a Liquid-S4 step, or the input that multiplies its state.</summary>
internal enum LiquidBound
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>1.7159 tanh 0.666 x.</summary>
    LecunTanh,
}
