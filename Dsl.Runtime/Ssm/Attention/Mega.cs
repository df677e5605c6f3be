using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Moving-average equipped gated attention (arXiv 2209.10655): a damped moving average makes queries, keys and gates; attention with one
/// head mixes the values; a gate chooses between the old and the new value: out = x + g · (new − x).
/// </summary>
/// <remarks>
/// Parameters carry the names of the official code. The layer returns g · (new − x), to which the block adds x. Attention stays in chunks,
/// the last of which may be shorter; the moving average does not. The state of a causal layer is that of the average (<c>ema</c>), and
/// keys, values and number of the positions of the current chunk. A stream without chunks begins one after the model's greatest length.
/// </remarks>
[LayerParameter("gamma", "2", "QueryFeatures")]
[LayerParameter("beta", "2", "QueryFeatures")]
[LayerParameter("move.delta", GatedAttentionShape.Averages, "StateSize", "1")]
[LayerParameter("move.alpha", GatedAttentionShape.Averages, "StateSize", "1")]
[LayerParameter("move.beta", GatedAttentionShape.Averages, "StateSize", "1")]
[LayerParameter("move.gamma", GatedAttentionShape.Averages, "StateSize")]
[LayerParameter("move.omega", "Features")]
[LayerParameter("v_proj.weight", GatedAttentionShape.Values, "Features")]
[LayerParameter("v_proj.bias", GatedAttentionShape.Values)]
[LayerParameter("mx_proj.weight", GatedAttentionShape.MegaProjected, "Features")]
[LayerParameter("mx_proj.bias", GatedAttentionShape.MegaProjected)]
[LayerParameter("h_proj.weight", "Features", GatedAttentionShape.Values)]
[LayerParameter("h_proj.bias", "Features")]
[LayerParameter("rel_pos_bias.rel_pos_bias", "RelativeBias == Simple ? 2 * " + GatedAttentionShape.Chunk + " - 1 : 0")]
[LayerParameter("rel_pos_bias.alpha", "RelativeBias == Rotary ? 1 : 0", "QueryFeatures")]
[LayerParameter("rel_pos_bias.beta", "RelativeBias == Rotary ? 1 : 0", "QueryFeatures")]
[LayerState("ema", "Features", "StateSize")]
[LayerState("k", GatedAttentionShape.Chunk, "QueryFeatures")]
[LayerState("v", GatedAttentionShape.Chunk, GatedAttentionShape.Values)]
[LayerState("count", ElementType = "int64")]
[LayerCost(
    GatedAttentionShape.MegaFlops, SharedFlops = GatedAttentionShape.SharedFlops, StepFlops = GatedAttentionShape.MegaStepFlops,
    KeptBytes = GatedAttentionShape.MegaKept)]
public sealed class Mega : SkipReadingLayer, IOptimizerHints
{
    private readonly Parameter gamma;
    private readonly Parameter beta;
    private readonly DampedAverage move;
    private readonly Linear v_proj;
    private readonly Linear mx_proj;
    private readonly Linear h_proj;
    private readonly Dropout? dropout;
    private readonly RelativeBias rel_pos_bias;
    private readonly long _features;
    private readonly long _queryFeatures;
    private readonly long _valueFeatures;
    private readonly long _chunk;
    private readonly long _stateSize;
    private readonly bool _isChunked;
    private readonly bool _bidirectional;
    private readonly AttentionFunction _function;

    /// <summary>Draws the parameters as the official code does.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="maxLength">Longest sequence.</param>
    /// <param name="bidirectional">Whether average and attention read later positions, too.</param>
    /// <param name="queryFeatures">z: width of queries and keys; even with a rotary bias.</param>
    /// <param name="valueFeatures">v: width of the values; 0: twice the features.</param>
    /// <param name="stateSize">n: states of the moving average for each feature and direction.</param>
    /// <param name="chunkLength">Positions of a chunk; 0: one chunk.</param>
    /// <param name="attentionFunction">How similarities become weights.</param>
    /// <param name="relativeBias">What is added to similarities.</param>
    /// <param name="dropout">Probability that a feature of the average or of the new value is dropped in training.</param>
    /// <param name="truncation">Most positions that the average of a bidirectional layer reads in a direction; 0: all.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Mega(
        int features,
        int maxLength,
        bool bidirectional,
        int queryFeatures,
        int valueFeatures,
        int stateSize,
        int chunkLength,
        AttentionFunction attentionFunction,
        RelativeBiasKind relativeBias,
        double dropout,
        int truncation = 0)
        : base(nameof(Mega))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(queryFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(valueFeatures);
        ArgumentOutOfRangeException.ThrowIfLessThan(stateSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(chunkLength);
        ArgumentOutOfRangeException.ThrowIfNegative(truncation);
        GatedAttention.CheckOptions(attentionFunction, relativeBias, queryFeatures, dropout);
        (_features, _queryFeatures, _stateSize) = (features, queryFeatures, stateSize);
        _valueFeatures = valueFeatures == 0 ? 2L * features : valueFeatures;
        (_chunk, _isChunked) = (chunkLength == 0 ? maxLength : chunkLength, chunkLength > 0);
        (_bidirectional, _function) = (bidirectional, attentionFunction);
        using var noGradient = no_grad();
        gamma = GatedAttention.NormalParameter(2, queryFeatures);
        beta = ModuleTensor.Parameter(zeros(2, queryFeatures));
        move = new DampedAverage(features, stateSize, bidirectional, truncation);
        v_proj = GatedAttention.NormalLinear(features, _valueFeatures);
        mx_proj = GatedAttention.NormalLinear(features, (2L * features) + queryFeatures + _valueFeatures);
        h_proj = GatedAttention.NormalLinear(_valueFeatures, features);
        rel_pos_bias = new RelativeBias(relativeBias, _chunk, queryFeatures);
        this.dropout = GatedAttention.NewDropout(dropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit, or without chunks the length is beyond the greatest one.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths, Tensor skip)
    {
        SequenceShape.Check(nameof(Mega), u, lengths, _features);
        ArgumentNullException.ThrowIfNull(skip);
        SequenceShape.Require(nameof(skip), skip, u.shape);
        if (!_isChunked && u.shape[1] > _chunk)
        {
            throw new ArgumentException(
                $"{nameof(Mega)} has biases for sequences of at most {_chunk} positions, not {u.shape[1]}; raise maxLength, or use chunks.",
                nameof(u));
        }

        using var scope = NewDisposeScope();
        var parts = Project(u, move.Of(u, lengths));
        var mixed = Attend(parts, u.shape[1], lengths);
        return Gated(parts, mixed, skip).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        AttentionState.CheckCausal(nameof(Mega), _bidirectional);
        return StreamState.Of(
            ("ema", move.NewState(batch)),
            ("k", zeros([batch, _chunk, _queryFeatures], gamma.dtype, gamma.device)),
            ("v", zeros([batch, _chunk, _valueFeatures], gamma.dtype, gamma.device)),
            ("count", zeros([batch], ScalarType.Int64, gamma.device)));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state, Tensor skip)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(skip);
        AttentionState.CheckCausal(nameof(Mega), _bidirectional);
        SequenceShape.Check(nameof(Mega), u, lengths, _features);
        SequenceShape.CheckPiece(nameof(Mega), u, lengths);
        SequenceShape.Require(nameof(skip), skip, u.shape);
        state.CheckLayer(nameof(Mega), u.shape[0], "ema", "k", "v", "count");
        state.CheckTensor(nameof(Mega), 0, _features, _stateSize);
        state.CheckTensor(nameof(Mega), 1, _chunk, _queryFeatures);
        state.CheckTensor(nameof(Mega), 2, _chunk, _valueFeatures);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (average, next) = move.Continue(u, lengths, state[0]);
        var parts = Project(u, average);
        state.Replace(0, next);
        var mixed = AttentionState.ByPieces(_chunk, u.shape[1], lengths, (start, length, valid) => Continued(
            parts.Queries.narrow(1, start, length),
            parts.Keys.narrow(1, start, length),
            parts.Values.narrow(1, start, length),
            valid,
            state));
        return Gated(parts, mixed, skip).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) =>
        parameterName is nameof(gamma) or nameof(beta) ? new OptimizerHint(null, 0) : default;

    private MegaParts Project(Tensor u, Tensor average)
    {
        var m = GatedAttention.Dropped(dropout, nn.functional.silu(average));
        var parts = mx_proj.call(m).split([_features, _queryFeatures + _valueFeatures, _features], -1);
        var shared = nn.functional.silu(parts[1]).split([_queryFeatures, _valueFeatures], -1);
        var (queries, keys) = GatedAttention.QueriesAndKeys(shared[0], gamma, beta);
        return new MegaParts(
            parts[0].sigmoid(),
            _function == AttentionFunction.Softmax ? queries.mul(Scalars.Of(1 / Math.Sqrt(_queryFeatures))) : queries,
            keys,
            nn.functional.silu(v_proj.call(u)),
            shared[1],
            parts[2]);
    }

    private Tensor Gated(MegaParts parts, Tensor mixed, Tensor skip)
    {
        var updated = nn.functional.silu(parts.New.Plus(h_proj.call(mixed * parts.Reset)));
        return parts.Gate * GatedAttention.Dropped(dropout, updated).sub(skip);
    }

    // All chunks at once, [batch, chunks, size, …].
    private Tensor Attend(MegaParts parts, long length, Tensor? lengths)
    {
        var size = Math.Min(_chunk, length);
        var blocks = new SequenceBlocks(size);
        var (count, device) = (blocks.Count(length), parts.Keys.device);
        Tensor queries = blocks.Cut(parts.Queries), keys = blocks.Cut(parts.Keys), values = blocks.Cut(parts.Values);
        var similarities = queries.matmul(keys.transpose(-1, -2));
        var positions = TensorRange.Of(count * size, ScalarType.Int64, device).view(count, size);
        var valid = lengths is null && count * size == length ? null : SequenceBlocks.Valid(positions, length, lengths);
        var steps = TensorRange.Of(size, ScalarType.Int64, device);
        var distances = steps.unsqueeze(0).sub(steps.unsqueeze(1));
        if (_function != AttentionFunction.Softmax)
        {
            // The number of keys that a query reads: up to its own in a causal layer, else the valid ones of its chunk.
            var read = !_bidirectional
                ? steps.Plus(1).unsqueeze(1)
                : valid?.sum([-1], keepdim: true).clamp_min(Scalars.One).unsqueeze(-1);
            similarities = read is null ? similarities.div(Scalars.Of(size)) : similarities.div(read.to(similarities.dtype));
        }

        // A chunk that is padded throughout is read as if it were not, so that no softmax is over nothing.
        var unread = valid is null ? null : Unread(valid);
        if (!_bidirectional)
        {
            var later = distances.gt(Scalars.Zero);
            unread = unread is null ? later : unread.logical_or(later);
        }

        var weights = AttentionWeights.Of(_function, similarities.Plus(rel_pos_bias.Of(distances)), unread);
        return SequenceBlocks.Join(weights.matmul(values), length);
    }

    private Tensor Unread(Tensor valid)
    {
        var padded = valid.logical_not();
        return (_function == AttentionFunction.Softmax ? padded.logical_and(valid.any(-1, true)) : padded).unsqueeze(2);
    }

    private Tensor Continued(Tensor queries, Tensor keys, Tensor values, Tensor? lengths, StreamState state)
    {
        var length = queries.shape[1];
        var cache = new PositionCache(state[3], _chunk);
        Tensor allKeys = cat([state[1], keys], 1), allValues = cat([state[2], values], 1);
        Tensor own = cache.Next(length).unsqueeze(2), read = cache.PositionsWith(length).unsqueeze(1);
        var size = Scalars.Of(_chunk);
        var unread = read.lt(Scalars.Zero).logical_or(read.gt(own)).logical_or(read.sub(own.sub(own.remainder(size))).lt(Scalars.Zero));
        var similarities = queries.matmul(allKeys.transpose(1, 2));
        if (_function != AttentionFunction.Softmax)
        {
            similarities = similarities.div(own.remainder(size).Plus(1).to(similarities.dtype));
        }

        var weights = AttentionWeights.Of(_function, similarities.Plus(rel_pos_bias.Of(read.sub(own))), unread);
        var mixed = weights.matmul(allValues);
        var total = AttentionState.Total(state[3], length, lengths);
        state.Replace(1, cache.After(allKeys, total));
        state.Replace(2, cache.After(allValues, total));
        state.Replace(3, total);
        return mixed;
    }

    private readonly record struct MegaParts(Tensor Gate, Tensor Queries, Tensor Keys, Tensor Values, Tensor Reset, Tensor New);
}
