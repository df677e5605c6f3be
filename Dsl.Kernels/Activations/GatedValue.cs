namespace SerpentDsl.Kernels.Activations;

/// <summary>The values that a <c>GatedGelu</c> gates.</summary>
internal enum GatedValue
{
    /// <summary>The inputs: x · σ(W g).</summary>
    Inputs,

    /// <summary>The GELU of the inputs: g · σ(W g).</summary>
    Gelu,

    /// <summary>A projection of the GELU: V g · σ(W g).</summary>
    Projection,
}
