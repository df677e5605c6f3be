namespace SerpentDsl.Tasks.Predictions;

/// <summary>A row as a model reads it.</summary>
/// <param name="Length">Positions that are read, of a pair those of its longer sequence.</param>
/// <param name="WholeLength">Positions of the whole row.</param>
/// <param name="First">Ids of the text, or of the first of two.</param>
/// <param name="Second">Ids of the second text of a pair.</param>
/// <param name="Values">Numbers of a series, <c>[length, inputs]</c>.</param>
internal readonly record struct PreparedRow(
    int Length, int WholeLength, ReadOnlyMemory<ushort> First, ReadOnlyMemory<ushort> Second, ReadOnlyMemory<float> Values)
{
    /// <summary>Whether its end is not read.</summary>
    public bool IsCut => WholeLength > Length;
}
