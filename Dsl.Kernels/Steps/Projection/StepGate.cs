namespace SerpentDsl.Kernels.Steps;

/// <summary>How a <see cref="ProjectionStepKernel"/> uses its projection.</summary>
internal enum StepGate
{
    /// <summary>The projection is the result.</summary>
    None,

    /// <summary>The projection's second half gates its first half: a · σ(b).</summary>
    Halves,

    /// <summary>The projection gates the inputs: x · σ(a).</summary>
    Inputs,
}
