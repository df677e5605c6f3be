namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>Sizes of a diagonal scan.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Length">Positions of each.</param>
/// <param name="Modes">Complex states of each position and direction.</param>
/// <param name="Directions">1, or 2 where the same inputs are also scanned from the end.</param>
internal readonly record struct DiagonalShape(int Batch, int Length, int Modes, int Directions)
{
    /// <summary>Positions that the recurrence runs over from zero.</summary>
    public const int Chunk = 16;

    /// <summary>Registers of modes that are scanned side by side, so that one computes while another waits for its last result.</summary>
    public const int Registers = 4;

    /// <summary>Floats of a position's inputs.</summary>
    public int Floats => 2 * Modes;

    /// <summary>Groups of modes.</summary>
    /// <param name="lanes">Lanes of a register.</param>
    public int Groups(int lanes) => (Floats + (Registers * lanes) - 1) / (Registers * lanes);
}
