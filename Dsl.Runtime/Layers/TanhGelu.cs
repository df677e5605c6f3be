using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>The approximation of the GELU by a hyperbolic tangent, x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))): the default of JAX and Flax.</summary>
public static class TanhGelu
{
    private static readonly double Slope = Math.Sqrt(2 / Math.PI);

    /// <summary>Applies the function elementwise.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public static Tensor Apply(Tensor x)
    {
        using var scope = NewDisposeScope();
        Tensor inner = x * ((x.square() * (0.044715 * Slope)) + Slope);
        return (x * ((inner.tanh() + 1) * 0.5)).MoveToOuterDisposeScope();
    }
}
