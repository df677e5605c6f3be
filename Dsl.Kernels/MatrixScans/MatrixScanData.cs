namespace SerpentDsl.Kernels.MatrixScans;

/// <summary>The sizes and matrices of a recurrence z_l = M_l z_{l−1} + v_l; all arrays are contiguous.</summary>
/// <param name="batch">Sequences.</param>
/// <param name="length">Positions.</param>
/// <param name="blocks">Blocks of the state, each with a matrix of its own.</param>
/// <param name="size">Numbers of a block.</param>
/// <param name="matrices">M, <c>[batch, length, blocks, size, size]</c>.</param>
internal readonly unsafe struct MatrixScanData(int batch, int length, int blocks, int size, float* matrices)
{
    /// <summary>Positions.</summary>
    public int Length => length;

    /// <summary>Numbers of a block.</summary>
    public int Size => size;

    /// <summary>Recurrences that do not depend on each other.</summary>
    public int Walks => batch * blocks;

    /// <summary>Numbers from a position's vector to the next.</summary>
    public nint Step => (nint)blocks * size;

    /// <summary>The matrix of a walk at a position.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="position">The position.</param>
    public float* Matrix(int walk, nint position) => matrices + (Place(walk, position) * size * size);

    /// <summary>Where the vector of a walk at a position begins in an array <c>[batch, length, blocks, size]</c>.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="position">The position.</param>
    public nint Vector(int walk, nint position) => Place(walk, position) * size;

    private nint Place(int walk, nint position)
    {
        var (sequence, block) = Math.DivRem(walk, blocks);
        return (((nint)sequence * length) + position) * blocks + block;
    }
}
