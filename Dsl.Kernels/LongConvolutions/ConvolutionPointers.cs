namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>Where the numbers of a convolution lie; all arrays are contiguous. Arrays that a pass does not need are null.</summary>
internal readonly unsafe struct ConvolutionPointers
{
    /// <summary>Inputs, <c>[batch, length, features]</c>.</summary>
    public float* Inputs { get; init; }

    /// <summary>
    /// How many inputs of each sequence count, <c>[batch]</c>; null: all. The inputs after these are not read, and their gradient is zero.
    /// </summary>
    public long* Lengths { get; init; }

    /// <summary>Outputs, or their gradient, <c>[batch, length, channels, features]</c>.</summary>
    public float* Outputs { get; init; }

    /// <summary>The inputs' gradient.</summary>
    public float* ForInputs { get; init; }

    /// <summary>The kernels' taps, or their gradient, <c>[channels, taps, features]</c>.</summary>
    public float* Ahead { get; init; }

    /// <summary>The same of the second kernels.</summary>
    public float* Behind { get; init; }

    /// <summary>Skip weights, added to the taps of lag 0, <c>[channels, features]</c>.</summary>
    public float* Skip { get; init; }

    /// <summary>The kernels' transforms, <c>[channels, blocks, pairs, 4, lanes]</c>.</summary>
    public float* Spectra { get; init; }

    /// <summary>Sums for the kernels' gradient, <c>[groups, channels, blocks, pairs, 4, lanes]</c>.</summary>
    public float* Sums { get; init; }

    /// <summary>How many inputs of a sequence count.</summary>
    /// <param name="sequence">Index of the sequence.</param>
    /// <param name="length">Positions of the sequence.</param>
    public int Valid(int sequence, int length) => Lengths == null ? length : (int)Math.Clamp(Lengths[sequence], 0, length);
}
