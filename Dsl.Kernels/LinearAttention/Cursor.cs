namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>A row of floats at a walk's next position.</summary>
/// <param name="at">The row.</param>
/// <param name="step">Floats to the row at the position after; negative for a walk from the last position to the first.</param>
internal readonly unsafe struct Cursor(float* at, nint step)
{
    /// <summary>The row.</summary>
    public float* At => at;

    /// <summary>Floats to the row at the position after.</summary>
    public nint Step => step;

    /// <summary>The row some positions later.</summary>
    public Cursor After(int positions) => new(at + (positions * step), step);
}
