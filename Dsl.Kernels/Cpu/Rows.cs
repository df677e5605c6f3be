namespace SerpentDsl.Kernels.Cpu;

/// <summary>Where an array <c>[batch, length, …]</c> lies whose last axis is contiguous.</summary>
/// <param name="start">Its first element; null: there is no array.</param>
/// <param name="row">Elements from one sequence to the next.</param>
/// <param name="position">Elements from one position to the next.</param>
internal readonly unsafe struct Rows(float* start, nint row, nint position)
{
    /// <summary>Elements from one position to the next.</summary>
    public nint Position { get; } = position;

    /// <summary>Whether there is an array.</summary>
    public bool Exists => start is not null;

    /// <summary>An element of a sequence; null when there is no array.</summary>
    public float* At(int sequence, nint length, int element) => start is null ? null : start + (sequence * row) + (length * Position) + element;
}
