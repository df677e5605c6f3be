using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>
/// The recurrence x_l = a_l x_{l−1} + v_l of every channel by itself: a walk of one row whose columns, the channels, have decays of their
/// own. A block of the channels of one sequence a tile.
/// </summary>
internal readonly unsafe struct ChannelWalk : ILaneTiles
{
    /// <summary>Sequences.</summary>
    public required int Batch { get; init; }

    /// <summary>Positions.</summary>
    public required int Length { get; init; }

    /// <summary>Channels.</summary>
    public required int Channels { get; init; }

    /// <summary>a, <c>[batch, length, channels]</c>.</summary>
    public required Rows Factors { get; init; }

    /// <summary>v, of the same shape.</summary>
    public required Rows Inputs { get; init; }

    /// <summary>The states before the first position, <c>[batch, channels]</c>; null: zeros.</summary>
    public required float* Initial { get; init; }

    /// <summary>Receives x, of the same shape.</summary>
    public required Rows States { get; init; }

    /// <summary>Whether the walk is from the last position to the first: x_l = a_{l+1} x_{l+1} + v_l.</summary>
    public required bool Backwards { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Batch * LinearAttentionShape.Blocks(Channels, lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count, width = StateWalk.Width(lanes);
        var (sequence, block) = Math.DivRem(tile, LinearAttentionShape.Blocks(Channels, lanes));
        int first = block * width, count = Math.Min(width, Channels - first), direction = Backwards ? -1 : 1;
        nint start = Backwards ? Length - 1 : 0;
        var memory = Scratch.Floats(StateWalk.MemoryFloats(lanes) + width + 1);
        float* state = memory + StateWalk.MemoryFloats(lanes), one = state + width;
        *one = 1;
        new Span<float>(state, width).Clear();
        if (Initial != null)
        {
            LaneRows<TLanes>.Copy(state, Initial + ((nint)sequence * Channels) + first, count, width);
        }

        Cursor ones = new(one, 0), factors = At(Factors), target = At(States);
        var walk = new StateWalk
        {
            Rows = 1,
            Columns = count,
            Memory = memory,
            State = state,
            RowsIn = ones,
            RowsOut = ones,
            ColumnsIn = At(Inputs),
            Decay = factors,
        };
        var done = 0;
        if (Backwards)
        {
            // Nothing comes from beyond the last position, whose factor acts on the position before it.
            walk.Decay = ones;
            WalkRows<TLanes>.Write(walk.Advance<TLanes, HeadDecay>(1), target, 1, count);
            (target, done, walk.Decay) = (target.After(1), 1, factors);
        }

        for (int positions; done < Length; done += positions)
        {
            positions = Math.Min(StateWalk.Chunk, Length - done);
            WalkRows<TLanes>.Write(walk.Advance<TLanes, ColumnDecay>(positions), target, positions, count);
            target = target.After(positions);
        }

        Cursor At(Rows rows) => new(rows.Pointer(sequence, start, first), direction * rows.PositionStride);
    }
}
