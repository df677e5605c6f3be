using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>The outputs: a block of a head's values of one sequence a tile.</summary>
internal readonly unsafe struct AttentionForward : ILaneTiles
{
    /// <summary>What is read.</summary>
    public required LinearAttentionOperands Operands { get; init; }

    /// <summary>Receives y, <c>[batch, length, heads · value size]</c>.</summary>
    public required Rows Outputs { get; init; }

    /// <summary>Receives the states after the last position, <c>[batch, heads, key size, value size]</c>; null: not needed.</summary>
    public required float* Last { get; init; }

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
        int lanes = TLanes.Count, width = StateWalk.Width(lanes);
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
            RowsIn = Operands.KeysOf(sequence, head, 0, 1),
            RowsOut = Operands.QueriesOf(sequence, head, 0, 1),
            ColumnsIn = Operands.ValuesOf(Operands.Values, sequence, head, 0, 1, first),
            Decay = Operands.DecaysOf(sequence, head, 0, 1),
        };
        StateBlock<TLanes>.Read(walk.State, Operands.StateOf(Operands.Initial, sequence, head), shape, first, count);
        var outputs = Operands.ValuesOf(Outputs, sequence, head, 0, 1, first);
        for (int position = 0, positions; position < shape.Length; position += positions)
        {
            positions = Math.Min(StateWalk.Chunk, shape.Length - position);
            var made = walk.Advance<TLanes, TDecay>(positions);
            WalkRows<TLanes>.Write(made, outputs, positions, count);
            outputs = outputs.After(positions);
        }

        StateBlock<TLanes>.Write(walk.State, Operands.StateOf(Last, sequence, head), shape, first, count, decay: null);
    }
}
