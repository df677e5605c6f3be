namespace SerpentDsl;

/// <summary>The function that keeps a trained parameter positive: the layer uses its value, the optimizer moves its argument.</summary>
public enum PositiveTransform
{
    /// <summary>None: the parameter is used as it is.</summary>
    None,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>ln(1 + e^x), which grows linearly: large steps of the optimizer do not explode.</summary>
    Softplus,

    /// <summary>max(x, 0) + 1e-4.</summary>
    Relu,

    /// <summary>1 / (1 + e^−x).</summary>
    Sigmoid,
}
