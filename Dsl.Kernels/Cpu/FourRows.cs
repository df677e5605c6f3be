namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// Where the four rows of a <see cref="TileProduct{TLanes}"/> begin. Where fewer rows are left, an existing row takes the place of the
/// missing ones.
/// </summary>
internal readonly unsafe struct FourRows(float* first, float* second, float* third, float* fourth)
{
    /// <summary>The first row.</summary>
    public float* First => first;

    /// <summary>The second row.</summary>
    public float* Second => second;

    /// <summary>The third row.</summary>
    public float* Third => third;

    /// <summary>The fourth row.</summary>
    public float* Fourth => fourth;

    /// <summary>Rows at a fixed distance.</summary>
    /// <param name="first">The first.</param>
    /// <param name="distance">Floats between the beginnings of neighbours.</param>
    /// <param name="existing">How many there are, from 1 to 4.</param>
    public static FourRows From(float* first, nint distance, int existing) => new(
        first,
        first + (distance * Math.Min(1, existing - 1)),
        first + (distance * Math.Min(2, existing - 1)),
        first + (distance * Math.Min(3, existing - 1)));
}
