using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>What a linear attention with decays reads: S_l = diag(d_l) S_{l−1} + k_l v_lᵀ, y_l = S_lᵀ q_l for every head.</summary>
internal readonly unsafe struct LinearAttentionOperands
{
    /// <summary>Sizes.</summary>
    public required LinearAttentionShape Shape { get; init; }

    /// <summary>q, <c>[batch, length, groups · key size]</c>.</summary>
    public required Rows Queries { get; init; }

    /// <summary>k, of the same shape.</summary>
    public required Rows Keys { get; init; }

    /// <summary>v, <c>[batch, length, heads · value size]</c>.</summary>
    public required Rows Values { get; init; }

    /// <summary>d, <c>[batch, length, heads]</c> or <c>[batch, length, heads · key size]</c>.</summary>
    public required Rows Decays { get; init; }

    /// <summary>States before the first position, <c>[batch, heads, key size, value size]</c>; null: zeros.</summary>
    public required float* Initial { get; init; }

    /// <summary>The queries of a head, from a position on.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="head">The head.</param>
    /// <param name="position">The first position of the walk.</param>
    /// <param name="direction">1, or −1 for a walk to the first position.</param>
    /// <param name="key">The first element.</param>
    public Cursor QueriesOf(int sequence, int head, nint position, int direction, int key = 0) =>
        CursorOf(Queries, sequence, position, direction, (head / Shape.HeadsPerGroup * Shape.KeySize) + key);

    /// <summary>The keys of a head; parameters as of <see cref="QueriesOf"/>.</summary>
    public Cursor KeysOf(int sequence, int head, nint position, int direction, int key = 0) =>
        CursorOf(Keys, sequence, position, direction, (head / Shape.HeadsPerGroup * Shape.KeySize) + key);

    /// <summary>The values of a head, or an array of their shape; parameters as of <see cref="QueriesOf"/>.</summary>
    public Cursor ValuesOf(Rows values, int sequence, int head, nint position, int direction, int column = 0) =>
        CursorOf(values, sequence, position, direction, (head * Shape.ValueSize) + column);

    /// <summary>The decays of a head; parameters as of <see cref="QueriesOf"/>.</summary>
    public Cursor DecaysOf(int sequence, int head, nint position, int direction, int key = 0) =>
        CursorOf(Decays, sequence, position, direction, (head * Shape.DecaySize) + (Shape.DecayPerKey ? key : 0));

    /// <summary>Where the state of a head lies in an array of states; null for none.</summary>
    /// <param name="states"><c>[batch, heads, key size, value size]</c>, or null.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="head">The head.</param>
    public float* StateOf(float* states, int sequence, int head) =>
        states == null ? null : states + (((nint)sequence * Shape.Heads) + head) * Shape.StateSize;

    private static Cursor CursorOf(Rows rows, int sequence, nint position, int direction, int element) =>
        new(rows.Pointer(sequence, position, element), direction * rows.PositionStride);
}
