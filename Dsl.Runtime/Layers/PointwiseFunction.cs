namespace SerpentDsl;

/// <summary>A function that is applied to every number by itself.</summary>
public enum PointwiseFunction
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The exact GELU, x·Φ(x).</summary>
    Gelu,

    /// <summary>The GELU by a hyperbolic tangent, as in JAX and Flax.</summary>
    TanhGelu,

    /// <summary>x · sigmoid(x).</summary>
    Silu,
}
