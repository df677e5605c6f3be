namespace SerpentDsl.Kernels.Recurrences;

/// <summary>Sizes of a convolution by recurrence.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Length">Positions of each.</param>
/// <param name="Features">Features of each position.</param>
/// <param name="Modes">Modes of each feature; of a system with a dense matrix, its real states.</param>
/// <param name="Directions">1, or 2 where every output also depends on later inputs.</param>
/// <param name="IsDense">Whether the state matrix is dense and real instead of diagonal and complex.</param>
internal readonly record struct ModeShape(int Batch, int Length, int Features, int Modes, int Directions, bool IsDense)
{
    /// <summary>
    /// Positions that the recurrence runs over before its drift is taken back, and that the backward pass computes the states of again.
    /// Their inputs, outputs and one pair of modes' states stay in the first-level cache.
    /// </summary>
    public const int Chunk = 32;

    /// <summary>Modes go in pairs; a missing one is filled up with one that forgets at once and is not read.</summary>
    public int Pairs => (Modes + 1) / 2;

    /// <summary>Real gradients of a feature's constants in each direction: re, im of c and of a for each mode; or A − I, B and C.</summary>
    public int Constants => IsDense ? Modes * (Modes + 2) : 4 * Modes;

    /// <summary>Chunks of a sequence.</summary>
    public int Chunks => (Length + Chunk - 1) / Chunk;
}
