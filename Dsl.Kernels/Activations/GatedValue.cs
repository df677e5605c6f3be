namespace SerpentDsl.Kernels.Activations;

/// <summary>What a <c>GatedGelu</c> lets through.</summary>
internal enum GatedValue
{
    /// <summary>The inputs: x · σ(W g).</summary>
    Inputs,

    /// <summary>Their GELU: g · σ(W g).</summary>
    Gelu,

    /// <summary>A projection of that: V g · σ(W g).</summary>
    Projection,
}
