namespace SerpentDsl.Generator.Check;

/// <summary>What a layer holds and costs.</summary>
/// <param name="Parameters">Its trainable parameters.</param>
/// <param name="Flops">Floating-point operations of one forward pass over one sequence of the greatest length.</param>
internal readonly record struct LayerSize(long Parameters, long Flops);
