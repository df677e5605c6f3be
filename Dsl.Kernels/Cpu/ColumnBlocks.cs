namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// The columns of a matrix in blocks of three or two registers, the widths that <see cref="TileProduct{TLanes}"/> computes at once. The
/// last block may reach beyond the columns: packed copies have zeros there.
/// </summary>
/// <param name="columns">How many columns there are, at least one.</param>
/// <param name="lanes">Columns of a register.</param>
internal readonly struct ColumnBlocks(int columns, int lanes)
{
    private const int Wide = 3;
    private const int Narrow = 2;

    private readonly int _registers = Math.Max(Narrow, (columns + lanes - 1) / lanes);

    /// <summary>How many columns there are.</summary>
    public int Columns => columns;

    /// <summary>Columns of all blocks together.</summary>
    public int Padded => _registers * lanes;

    /// <summary>Number of blocks.</summary>
    public int Count => (_registers + Wide - 1) / Wide;

    // A remainder of one register is evened out with the previous block: 3 + 1 becomes 2 + 2.
    private int WideOnes => _registers % Wide == 0 ? Count : Count - (_registers % Wide == Narrow ? 1 : 2);

    /// <summary>The block's first column.</summary>
    public int First(int block) => lanes * ((Wide * Math.Min(block, WideOnes)) + (Narrow * Math.Max(0, block - WideOnes)));

    /// <summary>The block's width in columns, columns beyond the end included.</summary>
    public int Width(int block) => lanes * (block < WideOnes ? Wide : Narrow);

    /// <summary>How many of the block's columns exist.</summary>
    public int Existing(int block) => Math.Clamp(columns - First(block), 0, Width(block));
}
