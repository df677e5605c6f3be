using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>
/// The gradients of the values: ∂S_l = q_l ∂y_lᵀ + diag(d_{l+1}) ∂S_{l+1}, ∂v_l = ∂S_lᵀ k_l, the forward walk from the last position to the
/// first with queries and keys exchanged. A block of a head's values of one sequence a tile.
/// </summary>
internal readonly unsafe struct ValueGradients : ILaneTiles
{
    /// <summary>What the forward pass read.</summary>
    public required LinearAttentionOperands Operands { get; init; }

    /// <summary>∂y, <c>[batch, length, heads · value size]</c>.</summary>
    public required Rows ForOutputs { get; init; }

    /// <summary>Gradients of the last states, <c>[batch, heads, key size, value size]</c>; null: zeros.</summary>
    public required float* ForLast { get; init; }

    /// <summary>Receives ∂v, <c>[batch, length, heads · value size]</c>.</summary>
    public required Rows ForValues { get; init; }

    /// <summary>Receives the gradients of the initial states, like <see cref="ForLast"/>; null: not needed.</summary>
    public required float* ForInitial { get; init; }

    /// <summary>Ones, as many as a head has decays.</summary>
    public required float* Ones { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) =>
        Operands.Shape.Batch * Operands.Shape.Heads * LinearAttentionShape.Blocks(Operands.Shape.ValueSize, lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        if (Operands.Shape.DecayPerKey)
        {
            Run<TLanes, RowDecay>(tile);
        }
        else
        {
            Run<TLanes, HeadDecay>(tile);
        }
    }

    private void Run<TLanes, TDecay>(int tile)
        where TLanes : struct, ILanes<TLanes>
        where TDecay : struct, IDecayForm
    {
        var shape = Operands.Shape;
        int lanes = TLanes.Count, width = StateWalk.Width(lanes), end = shape.Length - 1;
        var (walked, block) = Math.DivRem(tile, LinearAttentionShape.Blocks(shape.ValueSize, lanes));
        var (sequence, head) = Math.DivRem(walked, shape.Heads);
        int first = block * width, count = Math.Min(width, shape.ValueSize - first);
        var memory = Scratch.Floats(StateWalk.MemoryFloats(lanes) + ((long)shape.KeySize * width));
        var walk = new StateWalk
        {
            Rows = shape.KeySize,
            Columns = count,
            Memory = memory,
            State = memory + StateWalk.MemoryFloats(lanes),
            RowsIn = Operands.QueriesOf(sequence, head, end, -1),
            RowsOut = Operands.KeysOf(sequence, head, end, -1),
            ColumnsIn = Operands.ValuesOf(ForOutputs, sequence, head, end, -1, first),
            Decay = new Cursor(Ones, 0),
        };
        StateBlock<TLanes>.Read(walk.State, Operands.StateOf(ForLast, sequence, head), shape, first, count);

        // The last position's state decays no more.
        var target = Operands.ValuesOf(ForValues, sequence, head, end, -1, first);
        WalkRows<TLanes>.Write(walk.Advance<TLanes, TDecay>(1), target, 1, count);
        target = target.After(1);
        walk.Decay = Operands.DecaysOf(sequence, head, end, -1);
        for (int left = end, positions; left > 0; left -= positions)
        {
            positions = Math.Min(StateWalk.Chunk, left);
            WalkRows<TLanes>.Write(walk.Advance<TLanes, TDecay>(positions), target, positions, count);
            target = target.After(positions);
        }

        var decay = Operands.DecaysOf(sequence, head, 0, 1).At;
        StateBlock<TLanes>.Write(walk.State, Operands.StateOf(ForInitial, sequence, head), shape, first, count, decay);
    }
}
