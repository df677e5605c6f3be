namespace SerpentDsl.Kernels.Fft;

/// <summary>From time to frequency: butterfly, then twiddle factors.</summary>
internal readonly struct ForwardFft : IFftDirection
{
    /// <inheritdoc/>
    public static bool IsInverse => false;
}
