namespace SerpentDsl.Kernels.BatchNorms;

/// <summary>Sizes of a padded batch, and how it is cut into tiles: some neighbouring positions of one sequence.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Length">Positions of each, padding included.</param>
/// <param name="Features">Features of each position.</param>
internal readonly record struct BatchNormShape(int Batch, int Length, int Features)
{
    /// <summary>Positions of a tile: enough that its sums cost little in comparison.</summary>
    private const int Positions = 256;

    /// <summary>How many tiles there are.</summary>
    public int Tiles => Batch * PerSequence;

    private int PerSequence => (Length + Positions - 1) / Positions;

    /// <summary>The positions of a tile.</summary>
    /// <param name="tile">From 0 on.</param>
    /// <param name="lengths">How many positions of each sequence are valid; null: all.</param>
    /// <returns>The first element, how many positions are valid, and how many padded positions follow.</returns>
    public unsafe (long First, int Valid, int Padded) Tile(int tile, long* lengths)
    {
        var (sequence, index) = Math.DivRem(tile, PerSequence);
        int position = index * Positions, count = Math.Min(Positions, Length - position);
        var end = lengths == null ? Length : lengths[sequence];
        var valid = (int)Math.Clamp(end - position, 0, count);
        return ((((long)sequence * Length) + position) * Features, valid, count - valid);
    }
}
