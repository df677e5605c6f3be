using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>
/// The recurrence that all passes of a linear attention share. A block of the columns of one head's state S walks over the positions:
/// S = decay ⊙ S + r cᵀ, then the output uᵀS, where r, u are numbers of the rows and c of the columns. The outputs are keys and queries
/// times values in the forward pass; with the roles exchanged, the gradients of values, of queries and of keys.
/// </summary>
internal unsafe struct StateWalk
{
    /// <summary>Positions that a walk advances by at most at once: what they read of the rows stays in the innermost cache.</summary>
    public const int Chunk = 32;

    private const int RowsAtOnce = 4;

    /// <summary>Rows of the state.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of the block that exist; registers are filled up with zeros.</summary>
    public required int Columns { get; init; }

    /// <summary>The block of the state, <c>[rows, width]</c>.</summary>
    public required float* State { get; init; }

    /// <summary>Working memory, <see cref="MemoryFloats"/>.</summary>
    public required float* Memory { get; init; }

    /// <summary>r: what enters the state, a number per row.</summary>
    public required Cursor RowsIn { get; set; }

    /// <summary>u: what the state is read with, a number per row.</summary>
    public required Cursor RowsOut { get; set; }

    /// <summary>c: what enters the state, a number per column; the first column of the block.</summary>
    public required Cursor ColumnsIn { get; set; }

    /// <summary>The decays: a number per row, per column (from the first column of the block), or one.</summary>
    public required Cursor Decay { get; set; }

    /// <summary>Columns of a block.</summary>
    /// <param name="lanes">Lanes of a register.</param>
    public static int Width(int lanes) => 2 * lanes;

    /// <summary>Floats of a walk's working memory.</summary>
    /// <param name="lanes">Lanes of a register.</param>
    public static long MemoryFloats(int lanes) => 3L * Chunk * Width(lanes);

    /// <summary>The columns' inputs of the last chunk, <c>[positions, width]</c>, in the order of the walk.</summary>
    /// <param name="lanes">Lanes of a register.</param>
    public readonly float* Inputs(int lanes) => Memory + ((nint)Chunk * Width(lanes));

    /// <summary>Advances the state by some positions.</summary>
    /// <typeparam name="TLanes">The vector.</typeparam>
    /// <typeparam name="TDecay">The layout of the decays.</typeparam>
    /// <param name="positions">How many, at most <see cref="Chunk"/>.</param>
    /// <returns>The outputs, <c>[positions, width]</c>, in the order of the walk; valid until the next call.</returns>
    public float* Advance<TLanes, TDecay>(int positions)
        where TLanes : struct, ILanes<TLanes>
        where TDecay : struct, IDecayForm
    {
        nint width = Width(TLanes.Count);
        float* outputs = Memory, inputs = Inputs(TLanes.Count), decays = inputs + (Chunk * width);
        Pack<TLanes>(ColumnsIn, inputs, positions);
        var decay = Decay;
        if (TDecay.PerColumn)
        {
            Pack<TLanes>(Decay, decays, positions);
            decay = new Cursor(decays, width);
        }

        new Span<float>(outputs, (int)(positions * width)).Clear();
        var row = 0;
        for (; row <= Rows - RowsAtOnce; row += RowsAtOnce)
        {
            StateLoops<TLanes, TDecay>.FourRows(
                State + (row * width), inputs, outputs, OfRow(RowsIn, row), OfRow(RowsOut, row), TDecay.PerRow ? OfRow(decay, row) : decay,
                positions);
        }

        for (; row < Rows; row++)
        {
            StateLoops<TLanes, TDecay>.OneRow(
                State + (row * width), inputs, outputs, OfRow(RowsIn, row), OfRow(RowsOut, row), TDecay.PerRow ? OfRow(decay, row) : decay,
                positions);
        }

        RowsIn = RowsIn.After(positions);
        RowsOut = RowsOut.After(positions);
        ColumnsIn = ColumnsIn.After(positions);
        Decay = Decay.After(positions);
        return outputs;
    }

    private static Cursor OfRow(Cursor rows, int row) => new(rows.At + row, rows.Step);

    private readonly void Pack<TLanes>(Cursor from, float* to, int positions)
        where TLanes : struct, ILanes<TLanes>
    {
        nint width = Width(TLanes.Count);
        for (nint t = 0; t < positions; t++)
        {
            LaneRows<TLanes>.Copy(to + (t * width), from.At + (t * from.Step), Columns, width);
        }
    }
}
