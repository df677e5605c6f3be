namespace SerpentDsl.Generator.Check;

/// <summary>What a layer holds and costs.</summary>
/// <param name="Parameters">Its trainable parameters.</param>
/// <param name="Flops">Floating-point operations of one forward pass over one sequence of the greatest length.</param>
internal readonly record struct LayerSize(long Parameters, long Flops)
{
    /// <summary>A linear layer.</summary>
    /// <exception cref="System.OverflowException">A size does not fit a 64-bit integer.</exception>
    public static LayerSize OfLinear(long inputs, long outputs, long positions, bool hasBias = true) =>
        checked(new((inputs * outputs) + (hasBias ? outputs : 0), 2 * positions * inputs * outputs));
}
