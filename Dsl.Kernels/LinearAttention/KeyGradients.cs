using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>
/// The gradients of queries, keys and decays, by two walks over transposed states: ∂q_l = S_l ∂y_l from the first position on, then
/// ∂k_l = ∂S_l v_l from the last. A block of a group's keys of one sequence a tile, summed over a share of the group's heads.
/// </summary>
/// <remarks>
/// The gradient with respect to log d_l is the sum over the values of d_l ⊙ S_{l−1} ⊙ ∂S_l, which no walk has: the two states are never
/// known together. Both recurrences give its difference from the next position's, q_l ⊙ ∂q_l − k_l ⊙ ∂k_l. The sum of these differences
/// begins again at every <see cref="Anchor"/>th position, where the state of the first walk was kept. Its rounding error is that of
/// q_l ⊙ ∂q_l, also where the gradient itself vanishes because the decay is strong.
/// </remarks>
internal readonly unsafe struct KeyGradients : ILaneTiles
{
    private const int Anchor = 4 * StateWalk.Chunk;

    /// <summary>What the forward pass read.</summary>
    public required LinearAttentionOperands Operands { get; init; }

    /// <summary>∂y, <c>[batch, length, heads · value size]</c>.</summary>
    public required Rows ForOutputs { get; init; }

    /// <summary>Gradients of the last states, <c>[batch, heads, key size, value size]</c>; null: zeros.</summary>
    public required float* ForLast { get; init; }

    /// <summary>Receives ∂q, <c>[batch, length, groups · shares · key size]</c>.</summary>
    public required Rows ForQueries { get; init; }

    /// <summary>Receives ∂k, of the same shape.</summary>
    public required Rows ForKeys { get; init; }

    /// <summary>
    /// Receives the gradients with respect to the logarithms of the decays, <c>[batch, length, heads · key size]</c>, or with one decay a
    /// head <c>[batch, length, heads · blocks]</c>, a share of each block of keys.
    /// </summary>
    public required Rows ForLogDecays { get; init; }

    /// <summary>Ones, as many as a head has decays.</summary>
    public required float* Ones { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) =>
        Operands.Shape.Batch * Operands.Shape.Groups * Operands.Shape.Shares(lanes)
            * LinearAttentionShape.Blocks(Operands.Shape.KeySize, lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var shape = Operands.Shape;
        var (rest, block) = Math.DivRem(tile, LinearAttentionShape.Blocks(shape.KeySize, TLanes.Count));
        var shares = shape.Shares(TLanes.Count);
        (rest, var share) = Math.DivRem(rest, shares);
        var (sequence, group) = Math.DivRem(rest, shape.Groups);
        int from = share * shape.HeadsPerGroup / shares, to = (share + 1) * shape.HeadsPerGroup / shares;
        for (var head = from; head < to; head++)
        {
            var at = new HeadBlock(
                sequence, (group * shape.HeadsPerGroup) + head, (group * shares) + share, block * StateWalk.Width(TLanes.Count), block);
            if (shape.DecayPerKey)
            {
                Run<TLanes, ColumnDecay>(at, isFirst: head == from);
            }
            else
            {
                Run<TLanes, HeadDecay>(at, isFirst: head == from);
            }
        }
    }

    private void Run<TLanes, TDecay>(HeadBlock at, bool isFirst)
        where TLanes : struct, ILanes<TLanes>
        where TDecay : struct, IDecayForm
    {
        var shape = Operands.Shape;
        int lanes = TLanes.Count, width = StateWalk.Width(lanes), anchors = (shape.Length + Anchor - 1) / Anchor;
        long state = (long)shape.ValueSize * width, walk = StateWalk.MemoryFloats(lanes) + state;

        // The walk's memory and state, the queries' gradients, the kept states with the last one, the decays' gradient and a packed row.
        var memory = Scratch.Floats(walk + ((long)shape.Length * width) + ((anchors + 1) * state) + (2 * width));
        var forQueries = memory + walk;
        var kept = forQueries + ((nint)shape.Length * width);
        WalkQueries<TLanes, TDecay>(at, isFirst, memory, forQueries, kept);
        WalkKeys<TLanes, TDecay>(at, isFirst, memory, forQueries, kept, kept + ((anchors + 1) * (nint)state));
    }

    private void WalkQueries<TLanes, TDecay>(HeadBlock at, bool isFirst, float* memory, float* forQueries, float* kept)
        where TLanes : struct, ILanes<TLanes>
        where TDecay : struct, IDecayForm
    {
        var shape = Operands.Shape;
        int lanes = TLanes.Count, width = StateWalk.Width(lanes), count = Math.Min(width, shape.KeySize - at.First);
        var walk = new StateWalk
        {
            Rows = shape.ValueSize,
            Columns = count,
            Memory = memory,
            State = memory + StateWalk.MemoryFloats(lanes),
            RowsIn = Operands.ValuesOf(Operands.Values, at.Sequence, at.Head, 0, 1),
            RowsOut = Operands.ValuesOf(ForOutputs, at.Sequence, at.Head, 0, 1),
            ColumnsIn = Operands.KeysOf(at.Sequence, at.Head, 0, 1, at.First),
            Decay = Operands.DecaysOf(at.Sequence, at.Head, 0, 1, at.First),
        };
        StateBlock<TLanes>.ReadTransposed(
            walk.State, Operands.StateOf(Operands.Initial, at.Sequence, at.Head), shape, at.First, count);
        var state = new Span<float>(walk.State, shape.ValueSize * width);
        for (int position = 0, positions; position < shape.Length; position += positions)
        {
            if (position % Anchor == 0)
            {
                Keep(state, kept, position / Anchor);
            }

            positions = Math.Min(StateWalk.Chunk, shape.Length - position);
            var made = walk.Advance<TLanes, TDecay>(positions);
            new ReadOnlySpan<float>(made, positions * width)
                .CopyTo(new Span<float>(forQueries + ((nint)position * width), positions * width));
            Put<TLanes>(made, SharedRow(ForQueries, at, position, 1), positions, count, isFirst);
        }

        Keep(state, kept, (shape.Length + Anchor - 1) / Anchor);

        static void Keep(Span<float> state, float* kept, int index) =>
            state.CopyTo(new Span<float>(kept + (index * (nint)state.Length), state.Length));
    }

    private void WalkKeys<TLanes, TDecay>(HeadBlock at, bool isFirst, float* memory, float* forQueries, float* kept, float* forDecay)
        where TLanes : struct, ILanes<TLanes>
        where TDecay : struct, IDecayForm
    {
        var shape = Operands.Shape;
        int lanes = TLanes.Count, width = StateWalk.Width(lanes), count = Math.Min(width, shape.KeySize - at.First),
            end = shape.Length - 1;
        var state = (nint)shape.ValueSize * width;
        var walk = new StateWalk
        {
            Rows = shape.ValueSize,
            Columns = count,
            Memory = memory,
            State = memory + StateWalk.MemoryFloats(lanes),
            RowsIn = Operands.ValuesOf(ForOutputs, at.Sequence, at.Head, end, -1),
            RowsOut = Operands.ValuesOf(Operands.Values, at.Sequence, at.Head, end, -1),
            ColumnsIn = Operands.QueriesOf(at.Sequence, at.Head, end, -1, at.First),
            Decay = new Cursor(Ones, 0),
        };
        StateBlock<TLanes>.ReadTransposed(walk.State, Operands.StateOf(ForLast, at.Sequence, at.Head), shape, at.First, count);

        // The gradient with respect to a decay after the last position.
        DecayLoops<TLanes>.Exact(forDecay, walk.State, kept + (((end / Anchor) + 1) * state), shape.ValueSize, null, 0, false);
        for (int left = shape.Length, positions; left > 0; left -= positions)
        {
            // The last position's state decays no more, so it is a piece of its own; the others end at whole chunks.
            positions = left == shape.Length ? 1 : ((left - 1) % StateWalk.Chunk) + 1;
            var from = left - positions;
            var made = walk.Advance<TLanes, TDecay>(positions);
            if (left == shape.Length)
            {
                walk.Decay = Operands.DecaysOf(at.Sequence, at.Head, end, -1, at.First);
            }

            Put<TLanes>(made, SharedRow(ForKeys, at, left - 1, -1), positions, count, isFirst);
            for (var t = 0; t < positions; t++)
            {
                var position = left - 1 - t;
                LaneRows<TLanes>.Copy(
                    forDecay + width, Operands.KeysOf(at.Sequence, at.Head, position, 1, at.First).At, count, width);
                DecayLoops<TLanes>.Add(
                    forDecay, walk.Inputs(lanes) + (t * (nint)width), forQueries + ((nint)position * width), forDecay + width,
                    made + (t * (nint)width));
                if (position == from && position % Anchor == 0)
                {
                    var decay = Operands.DecaysOf(at.Sequence, at.Head, position, 1, at.First).At;
                    DecayLoops<TLanes>.Exact(
                        forDecay, walk.State, kept + ((position / Anchor) * state), shape.ValueSize, decay, count, TDecay.PerColumn);
                }

                WriteDecay<TLanes, TDecay>(at, forDecay, position, count);
            }
        }
    }

    private void WriteDecay<TLanes, TDecay>(HeadBlock at, float* forDecay, int position, int count)
        where TLanes : struct, ILanes<TLanes>
        where TDecay : struct, IDecayForm
    {
        if (TDecay.PerColumn)
        {
            new ReadOnlySpan<float>(forDecay, count).CopyTo(
                new Span<float>(
                    ForLogDecays.Pointer(at.Sequence, position, (at.Head * Operands.Shape.KeySize) + at.First), count));
        }
        else
        {
            var blocks = LinearAttentionShape.Blocks(Operands.Shape.KeySize, TLanes.Count);
            *ForLogDecays.Pointer(at.Sequence, position, (at.Head * blocks) + at.Block) =
                TLanes.Sum(TLanes.Load(forDecay) + TLanes.Load(forDecay + TLanes.Count));
        }
    }

    private Cursor SharedRow(Rows rows, HeadBlock at, int position, int direction) => new(
        rows.Pointer(at.Sequence, position, (at.Share * Operands.Shape.KeySize) + at.First), direction * rows.PositionStride);

    private static void Put<TLanes>(float* made, Cursor rows, int positions, int count, bool isFirst)
        where TLanes : struct, ILanes<TLanes>
    {
        if (isFirst)
        {
            WalkRows<TLanes>.Write(made, rows, positions, count);
        }
        else
        {
            WalkRows<TLanes>.Add(made, rows, positions, count);
        }
    }

    /// <summary>A block of keys of one head of one sequence.</summary>
    /// <param name="Sequence">The sequence.</param>
    /// <param name="Head">The head.</param>
    /// <param name="Share">The share of the head, counted over all groups.</param>
    /// <param name="First">The first key.</param>
    /// <param name="Block">The index of the block.</param>
    private readonly record struct HeadBlock(int Sequence, int Head, int Share, int First, int Block);
}
