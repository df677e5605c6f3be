namespace SerpentDsl.Kernels.Steps;

/// <summary>The function of the inputs that a <see cref="ProjectionStepKernel"/> projects.</summary>
internal enum StepGelu
{
    /// <summary>The inputs.</summary>
    None,

    /// <summary>The exact GELU of the inputs.</summary>
    Exact,

    /// <summary>The GELU of the inputs by a hyperbolic tangent.</summary>
    Tanh,
}
