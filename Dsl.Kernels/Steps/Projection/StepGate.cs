namespace SerpentDsl.Kernels.Steps;

/// <summary>What a <see cref="ProjectionStepKernel"/> does with what it projected.</summary>
internal enum StepGate
{
    /// <summary>It is the result.</summary>
    None,

    /// <summary>Its second half gates its first: a · σ(b).</summary>
    Halves,

    /// <summary>It gates the inputs: x · σ(a).</summary>
    Inputs,
}
