namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// Where the numbers of a convolution by recurrence lie; all arrays are contiguous. Arrays that a pass does not need are null.
/// </summary>
internal readonly unsafe struct ModePointers
{
    /// <summary>Inputs, <c>[batch, length, features]</c>.</summary>
    public float* Inputs { get; init; }

    /// <summary>Outputs, or their gradient, <c>[batch, length, features]</c>.</summary>
    public float* Outputs { get; init; }

    /// <summary>The inputs' gradient.</summary>
    public float* ForInputs { get; init; }

    /// <summary>ln a, <c>[features, modes, 2]</c>; or A − I followed by B, <c>[features, states, states + 1]</c>.</summary>
    public double* Systems { get; init; }

    /// <summary>c, <c>[directions, features, modes, 2]</c>; or C, <c>[directions, features, states]</c>.</summary>
    public double* OutputMatrices { get; init; }

    /// <summary>Skip weights D, <c>[features]</c>.</summary>
    public float* Skip { get; init; }

    /// <summary>Gradients of the constants for every sequence, <c>[batch, directions, constants, features]</c>.</summary>
    public float* ForConstants { get; init; }

    /// <summary>Gradients of D for every sequence, <c>[batch, features]</c>.</summary>
    public float* ForSkip { get; init; }
}
