namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>The sizes of a linear attention with decays.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Length">Positions of a sequence, padding included.</param>
/// <param name="Heads">Heads; each has values, decays and a state of its own.</param>
/// <param name="Groups">Sets of queries and keys; a divisor of the heads. Head h uses group h / (heads / groups).</param>
/// <param name="KeySize">Numbers of a key: rows of a head's state.</param>
/// <param name="ValueSize">Numbers of a value: columns of a head's state.</param>
/// <param name="DecayPerKey">Whether every row of the state has its own decay; else a head has one.</param>
internal readonly record struct LinearAttentionShape(
    int Batch, int Length, int Heads, int Groups, int KeySize, int ValueSize, bool DecayPerKey)
{
    /// <summary>
    /// Tiles that the gradients of queries and keys are cut into at least, if there are enough heads: a constant, so that the sums do not
    /// depend on the number of threads.
    /// </summary>
    private const int EnoughTiles = 32;

    /// <summary>Heads that share queries and keys.</summary>
    public int HeadsPerGroup => Heads / Groups;

    /// <summary>Decays of a head at a position.</summary>
    public int DecaySize => DecayPerKey ? KeySize : 1;

    /// <summary>Numbers of a head's state.</summary>
    public nint StateSize => (nint)KeySize * ValueSize;

    /// <summary>Blocks of columns that a state is cut into.</summary>
    /// <param name="columns">Columns of the state, or its rows where it is walked transposed.</param>
    /// <param name="lanes">Lanes of a register.</param>
    public static int Blocks(int columns, int lanes) => (columns + StateWalk.Width(lanes) - 1) / StateWalk.Width(lanes);

    /// <summary>Shares that a group's heads are cut into for the gradients of queries and keys; each share has its own sums.</summary>
    /// <param name="lanes">Lanes of a register.</param>
    public int Shares(int lanes) =>
        Math.Clamp(EnoughTiles / (Batch * Groups * Blocks(KeySize, lanes)), 1, HeadsPerGroup);
}
