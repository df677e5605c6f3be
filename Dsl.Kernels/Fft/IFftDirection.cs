namespace SerpentDsl.Kernels.Fft;

/// <summary>Which way a pass goes; a type, so that each way is compiled by itself.</summary>
internal interface IFftDirection
{
    /// <summary>Whether the direction is the inverse.</summary>
    static abstract bool IsInverse { get; }
}
