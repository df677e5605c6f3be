namespace SerpentDsl.Kernels.Cpu;

/// <summary>Where an array <c>[batch, length, …]</c> lies whose last axis is contiguous.</summary>
/// <param name="start">Its first element; null: there is no array.</param>
/// <param name="rowStride">Elements from one sequence to the next.</param>
/// <param name="positionStride">Elements from one position to the next.</param>
internal readonly unsafe struct Rows(float* start, nint rowStride, nint positionStride)
{
    /// <summary>Elements from one position to the next.</summary>
    public nint PositionStride { get; } = positionStride;

    /// <summary>Whether there is an array.</summary>
    public bool Exists => start is not null;

    /// <summary>Where an element of a position lies; null when there is no array.</summary>
    public float* Pointer(int sequence, nint position, int element) =>
        start is null ? null : start + (sequence * rowStride) + (position * PositionStride) + element;
}
