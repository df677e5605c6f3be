namespace SerpentDsl.Kernels.Fft;

/// <summary>From frequency to time, without the division by the size: conjugated twiddle factors, then the conjugated butterfly.</summary>
internal readonly struct InverseFft : IFftDirection
{
    /// <inheritdoc/>
    public static bool IsInverse => true;
}
