using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Multi-head attention (arXiv 1706.03762): softmax(Q Kᵀ / √d) V for every head, with a projection of the heads' outputs. With a window a
/// position reads only the positions that are less than the window away; blocks then keep the memory linear in the length.
/// </summary>
/// <remarks>
/// The state of a causal layer is a cache of the last keys and values, as many as the window, and the number of positions read. Without a
/// window the cache has the model's greatest length.
/// </remarks>
[LayerParameter("in_proj.weight", "3 * Features", "Features")]
[LayerParameter("in_proj.bias", "Bias ? 3 * Features : 0")]
[LayerParameter("out_proj.weight", "Features", "Features")]
[LayerParameter("out_proj.bias", "Bias ? Features : 0")]
[LayerState("k", AttentionShape.Reach, "Features")]
[LayerState("v", AttentionShape.Reach, "Features")]
[LayerState("count", ElementType = "int64")]
[LayerCost(AttentionShape.Flops, StepFlops = AttentionShape.StepFlops, KeptBytes = AttentionShape.Kept)]
[ReceptiveField("Directions * (" + AttentionShape.Reach + " - 1) + 1")]
public sealed class Attention : StreamingLayer
{
    private readonly Linear in_proj;
    private readonly Linear out_proj;
    private readonly Dropout? dropout;
    private readonly long _features;
    private readonly long _heads;
    private readonly long _window;
    private readonly bool _bidirectional;
    private readonly double _probability;

    /// <summary>Draws the projections by the rule of Glorot and Bengio; biases start at zero.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="maxLength">Longest sequence: without a window, the size of a stream's cache.</param>
    /// <param name="bidirectional">Whether a position reads later ones, too.</param>
    /// <param name="heads">Number of heads; divides the features.</param>
    /// <param name="window">Positions that one position reads in a direction, itself counted; 0: all.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="dropout">Probability that a weight is dropped in training.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the heads do not divide the features.</exception>
    public Attention(int features, int maxLength, bool bidirectional, int heads, int window, bool bias, double dropout)
        : base(nameof(Attention))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        if (features % heads != 0)
        {
            throw new ArgumentException($"{heads} heads must divide the {features} features; use a divisor.", nameof(heads));
        }

        if (dropout is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout probability is at least 0 and less than 1.");
        }

        (_features, _heads, _bidirectional) = (features, heads, bidirectional);
        _window = window == 0 ? maxLength : Math.Min(window, maxLength);
        in_proj = nn.Linear(features, 3L * features, hasBias: bias);
        out_proj = nn.Linear(features, features, hasBias: bias);
        foreach (var projection in new[] { in_proj, out_proj })
        {
            nn.init.xavier_uniform_(projection.weight);
            if (projection.bias is { } zero)
            {
                nn.init.zeros_(zero);
            }
        }

        (this.dropout, _probability) = (GatedAttention.NewDropout(dropout), dropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(Attention), u, lengths, _features);
        using var scope = NewDisposeScope();
        var parts = in_proj.call(u).chunk(3, -1);
        var length = u.shape[1];
        var mixed = _window >= length ? Whole(parts, lengths) : Local(parts, length, lengths);
        return out_proj.call(mixed).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        AttentionState.CheckCausal(nameof(Attention), _bidirectional);
        var weight = out_proj.weight;
        return StreamState.Of(
            ("k", zeros([batch, _window, _features], weight.dtype, weight.device)),
            ("v", zeros([batch, _window, _features], weight.dtype, weight.device)),
            ("count", zeros([batch], ScalarType.Int64, weight.device)));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        AttentionState.CheckCausal(nameof(Attention), _bidirectional);
        SequenceShape.Check(nameof(Attention), u, lengths, _features);
        SequenceShape.CheckPiece(nameof(Attention), u, lengths);
        state.CheckLayer(nameof(Attention), u.shape[0], "k", "v", "count");
        state.CheckTensor(nameof(Attention), 0, _window, _features);
        state.CheckTensor(nameof(Attention), 1, _window, _features);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var projected = in_proj.call(u);

        // No piece is longer than the cache, so that every key that a query reads is in the cache or in the query's own piece.
        var mixed = AttentionState.ByPieces(_window, u.shape[1], lengths, (start, length, valid) =>
            Continued(projected.narrow(1, start, length).chunk(3, -1), valid, state));
        return out_proj.call(mixed).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        SequenceShape.CheckStep(nameof(Attention), u, _features);
        using var scope = NewDisposeScope();
        return Chunk(u.unsqueeze(1), null, state).squeeze(1).MoveToOuterDisposeScope();
    }

    private Tensor Continued(Tensor[] parts, Tensor? lengths, StreamState state)
    {
        var length = parts[0].shape[1];
        var cache = new PositionCache(state[2], _window);
        Tensor keys = cat([state[0], parts[1]], 1), values = cat([state[1], parts[2]], 1);
        Tensor queried = cache.Next(length).unsqueeze(2), read = cache.PositionsWith(length).unsqueeze(1);
        var seen = read.ge(Scalars.Zero).logical_and(read.le(queried)).logical_and(read.gt(queried.sub(Scalars.Of(_window))));
        var mixed = Mix(parts[0], keys, values, Excluding(seen, keys).unsqueeze(1));
        var total = AttentionState.Total(state[2], length, lengths);
        state.Replace(0, cache.After(keys, total));
        state.Replace(1, cache.After(values, total));
        state.Replace(2, total);
        return mixed;
    }

    private Tensor Whole(Tensor[] parts, Tensor? lengths)
    {
        if (!_bidirectional)
        {
            // Padding stands behind all valid positions, which therefore do not read it.
            return Mix(parts[0], parts[1], parts[2], null, causal: true);
        }

        var mask = lengths is null ? null : Excluding(SequenceMask.Of(lengths, parts[0].shape[1]), parts[0]).unsqueeze(1).unsqueeze(1);
        return Mix(parts[0], parts[1], parts[2], mask);
    }

    private Tensor Local(Tensor[] parts, long length, Tensor? lengths)
    {
        var blocks = new SequenceBlocks(_window);
        var (causal, batch, count) = (!_bidirectional, parts[0].shape[0], blocks.Count(length));
        var device = parts[0].device;
        var offsets = blocks.Offsets(causal, device).abs();
        var near = offsets.lt(Scalars.Of(_window));
        if (causal)
        {
            near = near.logical_and(blocks.Offsets(causal, device).le(Scalars.Zero));
        }

        // [batch or 1, blocks, queries, keys]. A query that reads nothing, at padding, reads everything, which is of no effect.
        var valid = SequenceBlocks.Valid(blocks.KeyPositions(length, causal, device), length, lengths).unsqueeze(2);
        var mask = Excluding(valid.logical_and(near), parts[0]).expand(batch, -1, -1, -1).flatten(0, 1).unsqueeze(1);
        var mixed = Mix(
            blocks.Cut(parts[0]).flatten(0, 1),
            SequenceBlocks.WithNeighbours(blocks.Cut(parts[1]), causal).flatten(0, 1),
            SequenceBlocks.WithNeighbours(blocks.Cut(parts[2]), causal).flatten(0, 1),
            mask);
        return SequenceBlocks.Join(mixed.unflatten(0, batch, count), length);
    }

    /// <summary>What is added to the similarities: 0 where a key is read, and elsewhere so little that its weight is 0.</summary>
    private static Tensor Excluding(Tensor read, Tensor like) =>
        zeros_like(read, like.dtype).masked_fill(read.logical_not(), Scalars.Of(AttentionWeights.Excluded));

    private Tensor Mix(Tensor queries, Tensor keys, Tensor values, Tensor? mask, bool causal = false)
    {
        var mixed = nn.functional.scaled_dot_product_attention(
            Heads(queries), Heads(keys), Heads(values), mask!, dropout is { training: true } ? _probability : 0, causal);
        return mixed.transpose(1, 2).flatten(2);
    }

    // [batch, heads, length, channels].
    private Tensor Heads(Tensor x) => x.unflatten(2, _heads, _features / _heads).transpose(1, 2);
}
