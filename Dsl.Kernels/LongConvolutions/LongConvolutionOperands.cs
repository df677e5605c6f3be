using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>
/// The operands of a long convolution: arrays in row-major order, without gaps. Optional arrays are empty where they are left out. The
/// sizes are given by the <see cref="LongConvolutionShape"/>.
/// </summary>
public readonly ref struct LongConvolutionOperands
{
    /// <summary>Inputs u, <c>[batch, length, features]</c>.</summary>
    public required ReadOnlySpan<float> U { get; init; }

    /// <summary>Taps k, <c>[taps, features]</c>: tap t multiplies the input of t positions before.</summary>
    public required ReadOnlySpan<float> Taps { get; init; }

    /// <summary>
    /// Taps k' of the inputs that follow, <c>[taps, features]</c>: tap t multiplies the input of t + 1 positions later. Empty: no output
    /// depends on a later input.
    /// </summary>
    public ReadOnlySpan<float> LaterTaps { get; init; }

    /// <summary>Skip weights D, <c>[features]</c>; empty: zeros.</summary>
    public ReadOnlySpan<float> D { get; init; }

    /// <summary>
    /// Valid inputs of each sequence, <c>[batch]</c>, from 0 to the length; inputs after the valid ones are not read and count as zeros.
    /// Empty: all are valid.
    /// </summary>
    public ReadOnlySpan<long> Lengths { get; init; }

    /// <summary>Compares the sizes of all arrays with a shape.</summary>
    /// <param name="shape">The sizes.</param>
    /// <exception cref="ArgumentException">An array has another number of elements; the message says how many are required.</exception>
    internal void Check(in LongConvolutionShape shape)
    {
        OperandSizes.Require(nameof(U), U.Length, shape.Inputs);
        OperandSizes.Require(nameof(Taps), Taps.Length, shape.KernelSize);
        OperandSizes.RequireOrEmpty(nameof(LaterTaps), LaterTaps.Length, shape.KernelSize);
        OperandSizes.RequireOrEmpty(nameof(D), D.Length, shape.Features);
        OperandSizes.RequireLengths(nameof(Lengths), Lengths, shape.Batch, shape.Length);
    }
}
