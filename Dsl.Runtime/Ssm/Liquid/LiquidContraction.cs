namespace SerpentDsl;

/// <summary>The function that bounds the products of inputs of a Liquid-S4 layer.</summary>
public enum LiquidContraction
{
    /// <summary>None.</summary>
    None,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>1.7159 tanh(0.666 x), LeCun's form.</summary>
    LecunTanh,
}
