using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Attention of active positions to the active positions within a window, with a relative bias.</summary>
/// <param name="bias">The bias; its owner is the layer.</param>
internal sealed class WindowAttention(RelativeBias bias)
{
    /// <summary>w: the greatest distance, in active positions; 0: none.</summary>
    public required long Window { get; init; }

    /// <summary>Active positions that a stream keeps.</summary>
    public required long Capacity { get; init; }

    /// <summary>Whether the bias depends on the distance in active positions; else on that in the sequence.</summary>
    public required bool HasLocalPositions { get; init; }

    /// <summary>Whether later positions are not read.</summary>
    public required bool Causal { get; init; }

    /// <summary>How similarities become weights.</summary>
    public required AttentionFunction Function { get; init; }

    /// <summary>Whether keys that are not read count as in the official code.</summary>
    public required bool ReadsUnread { get; init; }

    /// <summary>Attention of whole sequences.</summary>
    /// <param name="queries"><c>[batch, size, z]</c>.</param>
    /// <param name="keys"><c>[batch, size, z]</c>.</param>
    /// <param name="values"><c>[batch, size, v]</c>.</param>
    /// <param name="places">The active positions.</param>
    /// <returns><c>[batch, size, v]</c>.</returns>
    public Tensor Of(Tensor queries, Tensor keys, Tensor values, ActivePositions places) =>
        Window == 0 ? All(queries, keys, values, places) : InBlocks(queries, keys, values, places);

    /// <summary>Attention of a piece that continues a stream; the state advances.</summary>
    /// <param name="queries"><c>[batch, size, z]</c>.</param>
    /// <param name="keys"><c>[batch, size, z]</c>.</param>
    /// <param name="values"><c>[batch, size, v]</c>.</param>
    /// <param name="places">The active positions of the piece.</param>
    /// <param name="state">Its tensors 1 to 5: keys, values, positions, number of active positions, positions read.</param>
    /// <returns><c>[batch, size, v]</c>.</returns>
    public Tensor Continue(Tensor queries, Tensor keys, Tensor values, ActivePositions places, StreamState state)
    {
        var positions = places.Sources.Plus(state[5].unsqueeze(1));
        return AttentionState.ByPieces(Capacity, places.Size, places.Counts, (start, length, valid) => Continue(
            queries.narrow(1, start, length),
            keys.narrow(1, start, length),
            values.narrow(1, start, length),
            positions.narrow(1, start, length),
            valid!,
            state));
    }

    private Tensor Continue(Tensor queries, Tensor keys, Tensor values, Tensor positions, Tensor lengths, StreamState state)
    {
        var length = queries.shape[1];
        var cache = new PositionCache(state[4], Capacity);
        Tensor allKeys = cat([state[1], keys], 1), allValues = cat([state[2], values], 1), all = cat([state[3], positions], 1);
        Tensor own = cache.Next(length).unsqueeze(2), read = cache.PositionsWith(length).unsqueeze(1);
        var offsets = read.sub(own);
        var unread = read.lt(Scalars.Zero).logical_or(offsets.gt(Scalars.Zero));
        if (Window > 0)
        {
            unread = unread.logical_or(offsets.lt(Scalars.Of(-Window)));
        }

        var similarities = Scaled(queries, Window > 0 ? null : own.Plus(1)).matmul(allKeys.transpose(1, 2));
        var distances = HasLocalPositions ? offsets.Plus(Window) : all.unsqueeze(1).sub(positions.unsqueeze(2));
        var mixed = AttentionWeights.Of(Function, similarities.Plus(bias.Of(distances)), unread).matmul(allValues);
        var total = state[4].Plus(lengths);
        state.Replace(1, cache.After(allKeys, total));
        state.Replace(2, cache.After(allValues, total));
        state.Replace(3, cache.After(all, total));
        state.Replace(4, total);
        return mixed;
    }

    private Tensor All(Tensor queries, Tensor keys, Tensor values, ActivePositions places)
    {
        var steps = TensorRange.Of(places.Size, ScalarType.Int64, keys.device);
        var read = Causal ? steps.Plus(1).view(1, -1, 1) : places.Counts.clamp_min(Scalars.One).view(-1, 1, 1);
        var similarities = Scaled(queries, read).matmul(keys.transpose(1, 2));
        var distances = places.Sources.unsqueeze(1).sub(places.Sources.unsqueeze(2));
        var unread = places.Filled.logical_not().unsqueeze(1);
        if (Causal)
        {
            unread = unread.logical_or(steps.unsqueeze(0).gt(steps.unsqueeze(1)));
        }

        return AttentionWeights.Of(Function, similarities.Plus(bias.Of(distances)), unread).matmul(values);
    }

    // A block of queries reads the keys of its own block and of the neighbours, [batch, blocks, queries, keys].
    private Tensor InBlocks(Tensor queries, Tensor keys, Tensor values, ActivePositions places)
    {
        var blocks = new SequenceBlocks(Window);
        var device = keys.device;
        var similarities = blocks.Cut(Scaled(queries, null)).matmul(
            SequenceBlocks.WithNeighbours(blocks.Cut(keys), Causal).transpose(-1, -2));
        var offsets = blocks.Offsets(Causal, device);
        similarities = similarities.Plus(bias.Of(HasLocalPositions ? offsets.Plus(Window) : Distances(blocks, places)));
        var unread = SequenceBlocks.Valid(blocks.KeyPositions(places.Size, Causal, device), places.Size, places.Counts)
            .logical_not().unsqueeze(2)
            .logical_or(offsets.abs().gt(Scalars.Of(Window)));
        if (Causal)
        {
            unread = unread.logical_or(offsets.gt(Scalars.Zero));
        }

        var counts = ReadsUnread && Function != AttentionFunction.Softmax;
        var weights = counts
            ? AttentionWeights.Elementwise(Function, similarities.masked_fill(unread, Scalars.Zero))
            : AttentionWeights.Of(Function, similarities, unread);
        var neighbours = SequenceBlocks.WithNeighbours(blocks.Cut(values), Causal, counts ? -1 : 0);
        return SequenceBlocks.Join(weights.matmul(neighbours), places.Size);
    }

    private Tensor Distances(SequenceBlocks blocks, ActivePositions places)
    {
        var cut = blocks.Cut(places.Sources.unsqueeze(2));
        return SequenceBlocks.WithNeighbours(cut, Causal).transpose(-1, -2).sub(cut);
    }

    // Softmax divides by √z, the other functions by the number of keys that a query can read: given, or that of a window.
    private Tensor Scaled(Tensor queries, Tensor? read)
    {
        if (Function == AttentionFunction.Softmax)
        {
            return queries.mul(Scalars.Of(1 / Math.Sqrt(queries.shape[^1])));
        }

        return read is null ? queries.div(Scalars.Of(Causal ? Window : 2 * Window)) : queries.div(read.to(queries.dtype));
    }
}
