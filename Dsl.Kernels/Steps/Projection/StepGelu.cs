namespace SerpentDsl.Kernels.Steps;

/// <summary>What a <see cref="ProjectionStepKernel"/> projects.</summary>
internal enum StepGelu
{
    /// <summary>The inputs.</summary>
    None,

    /// <summary>Their exact GELU.</summary>
    Exact,

    /// <summary>Their GELU by a hyperbolic tangent.</summary>
    Tanh,
}
