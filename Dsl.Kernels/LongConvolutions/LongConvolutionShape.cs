namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>The sizes of a long convolution.</summary>
/// <param name="Batch">Sequences, at least 1.</param>
/// <param name="Length">Positions of a sequence, padding included; at least 1.</param>
/// <param name="Features">Features, each with taps of its own; at least 1.</param>
/// <param name="Taps">Taps of each feature, at least 1. With <paramref name="Length"/> at most 2^27.</param>
public readonly record struct LongConvolutionShape(int Batch, int Length, int Features, int Taps)
{
    /// <summary>Greatest length plus taps: beyond this number, offsets within a transform leave the range of 32 bits.</summary>
    private const long GreatestSpan = 1 << 27;

    /// <summary>Elements of an array <c>[batch, length, features]</c>.</summary>
    public long Inputs => (long)Batch * Length * Features;

    /// <summary>Elements of an array <c>[taps, features]</c>.</summary>
    public long KernelSize => (long)Taps * Features;

    /// <summary>Refuses sizes below 1 and beyond the greatest transform.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Taps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Length + Taps, GreatestSpan, $"{nameof(Length)} + {nameof(Taps)}");
    }
}
