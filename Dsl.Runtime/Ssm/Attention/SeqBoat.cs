using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Sparse modular activation (SeqBoat, arXiv 2306.11197): a damped moving average m of the input feeds a router, which activates some of
/// the positions. These are moved to the front, read each other by gated attention within a window, and are put back at their places. The
/// output is a linear map of m at every position, and the attention's output times the router's probability at active ones.
/// </summary>
/// <remarks>
/// Parameters carry the names of the official code. A key that is not read has the weight 0; in the official code laplace gives such keys
/// of the looked-at blocks a weight of 0.0061, which depends on the batch and, in a causal layer, on later positions. The window is always
/// counted in active positions; the official code counts in positions when all those of one sequence of the batch are active. The state of
/// a causal layer is that of the average (<c>ema</c>), a cache of the last active keys, values and positions, and two counts.
/// </remarks>
[LayerParameter("gamma", "2", "QueryFeatures")]
[LayerParameter("beta", "2", "QueryFeatures")]
[LayerParameter("move.delta", GatedAttentionShape.Averages, "StateSize", "1")]
[LayerParameter("move.alpha", GatedAttentionShape.Averages, "StateSize", "1")]
[LayerParameter("move.beta", GatedAttentionShape.Averages, "StateSize", "1")]
[LayerParameter("move.gamma", GatedAttentionShape.Averages, "StateSize")]
[LayerParameter("move.omega", "Features")]
[LayerParameter("q_router.temp", "1")]
[LayerParameter("mx_proj.weight", "QueryFeatures + 2 * " + GatedAttentionShape.Values, "Features")]
[LayerParameter("mx_proj.bias", "QueryFeatures + 2 * " + GatedAttentionShape.Values)]
[LayerParameter("hx_proj.weight", "Features + 2", "Features")]
[LayerParameter("hx_proj.bias", "Features + 2")]
[LayerParameter("h_proj.weight", "Features", GatedAttentionShape.Values)]
[LayerParameter("h_proj.bias", "Features")]
[LayerParameter("rel_pos_bias.rel_pos_bias", "2 * " + GatedAttentionShape.BiasReach + " - 1")]
[LayerState("ema", "Features", "StateSize")]
[LayerState("k", GatedAttentionShape.Reach, "QueryFeatures")]
[LayerState("v", GatedAttentionShape.Reach, GatedAttentionShape.Values)]
[LayerState("positions", GatedAttentionShape.Reach, ElementType = "int64")]
[LayerState("active", ElementType = "int64")]
[LayerState("count", ElementType = "int64")]
[LayerCost(
    GatedAttentionShape.BoatFlops, SharedFlops = GatedAttentionShape.SharedFlops, StepFlops = GatedAttentionShape.BoatStepFlops,
    KeptBytes = GatedAttentionShape.BoatKept)]
public sealed class SeqBoat : StreamingLayer, IOptimizerHints
{
    private static readonly string[] s_states = ["ema", "k", "v", "positions", "active", "count"];

    private readonly Parameter gamma;
    private readonly Parameter beta;
    private readonly DampedAverage move;
    private readonly ActiveRouter q_router;
    private readonly Linear mx_proj;
    private readonly Linear hx_proj;
    private readonly Linear h_proj;
    private readonly Dropout? dropout;
    private readonly RelativeBias rel_pos_bias;
    private readonly WindowAttention _attention;
    private readonly long _features;
    private readonly long _queryFeatures;
    private readonly long _valueFeatures;
    private readonly long _stateSize;
    private readonly bool _bidirectional;

    /// <summary>Draws the parameters as the official code does.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="maxLength">Longest sequence.</param>
    /// <param name="bidirectional">Whether average and attention read later positions, too.</param>
    /// <param name="queryFeatures">z: width of queries and keys.</param>
    /// <param name="valueFeatures">v: width of the values; 0: twice the features.</param>
    /// <param name="stateSize">n: states of the moving average for each feature and direction.</param>
    /// <param name="window">w: how far an active position reads, in active positions; 0: all.</param>
    /// <param name="localPositions">Whether the relative bias is that of active positions; needs a window.</param>
    /// <param name="attentionFunction">How similarities become weights.</param>
    /// <param name="dropout">Probability that a feature of the average or of the output is dropped in training.</param>
    /// <param name="readsUnread">Whether keys of the looked-at blocks that are not read count with the similarity 0, and places outside the
    /// sequence with the value −1, as in the official code.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SeqBoat(
        int features,
        int maxLength,
        bool bidirectional,
        int queryFeatures,
        int valueFeatures,
        int stateSize,
        int window,
        bool localPositions,
        AttentionFunction attentionFunction,
        double dropout,
        bool readsUnread = false)
        : base(nameof(SeqBoat))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(queryFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(valueFeatures);
        ArgumentOutOfRangeException.ThrowIfLessThan(stateSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        GatedAttention.CheckOptions(attentionFunction, RelativeBiasKind.Simple, queryFeatures, dropout);
        (_features, _queryFeatures, _stateSize, _bidirectional) = (features, queryFeatures, stateSize, bidirectional);
        _valueFeatures = valueFeatures == 0 ? 2L * features : valueFeatures;
        using var noGradient = no_grad();
        gamma = ModuleTensor.Parameter(S5Draws.TruncatedNormal([2, queryFeatures], InitialVariance).to(ScalarType.Float32));
        beta = ModuleTensor.Parameter(zeros(2, queryFeatures));
        move = new DampedAverage(features, stateSize, bidirectional, truncation: 0);
        q_router = new ActiveRouter(features);
        mx_proj = Drawn(features, queryFeatures + (2 * _valueFeatures));
        hx_proj = Drawn(features, features + 2L);
        h_proj = Drawn(_valueFeatures, features);
        var isLocal = localPositions && window > 0;
        rel_pos_bias = new RelativeBias(RelativeBiasKind.Simple, isLocal ? 3L * window : maxLength, queryFeatures);
        _attention = new WindowAttention(rel_pos_bias)
        {
            Window = window,
            Capacity = window == 0 ? maxLength : Math.Min(window, maxLength),
            HasLocalPositions = isLocal,
            Causal = !bidirectional,
            Function = attentionFunction,
            ReadsUnread = readsUnread,
        };
        this.dropout = GatedAttention.NewDropout(dropout);
        RegisterComponents();

        static Linear Drawn(long inputs, long outputs)
        {
            var layer = nn.Linear(inputs, outputs);
            using var weights = S5Draws.TruncatedNormal([outputs, inputs], InitialVariance);
            layer.weight.copy_(weights);
            nn.init.zeros_(layer.bias!);
            return layer;
        }
    }

    // The official code truncates a deviation of 0.02 at two deviations, which makes the drawn numbers vary a little less.
    private static double InitialVariance => Math.Pow(0.02 * S5Draws.TruncatedDeviation, 2);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(SeqBoat), u, lengths, _features);
        using var scope = NewDisposeScope();
        return Routed(move.Of(u, lengths), lengths, null).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        AttentionState.CheckCausal(nameof(SeqBoat), _bidirectional);
        var capacity = _attention.Capacity;
        return StreamState.Of(
            ("ema", move.NewState(batch)),
            ("k", zeros([batch, capacity, _queryFeatures], gamma.dtype, gamma.device)),
            ("v", zeros([batch, capacity, _valueFeatures], gamma.dtype, gamma.device)),
            ("positions", zeros([batch, capacity], ScalarType.Int64, gamma.device)),
            ("active", zeros([batch], ScalarType.Int64, gamma.device)),
            ("count", zeros([batch], ScalarType.Int64, gamma.device)));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        AttentionState.CheckCausal(nameof(SeqBoat), _bidirectional);
        SequenceShape.Check(nameof(SeqBoat), u, lengths, _features);
        SequenceShape.CheckPiece(nameof(SeqBoat), u, lengths);
        state.CheckLayer(nameof(SeqBoat), u.shape[0], s_states);
        state.CheckTensor(nameof(SeqBoat), 0, _features, _stateSize);
        state.CheckTensor(nameof(SeqBoat), 1, _attention.Capacity, _queryFeatures);
        state.CheckTensor(nameof(SeqBoat), 2, _attention.Capacity, _valueFeatures);
        state.CheckTensor(nameof(SeqBoat), 3, _attention.Capacity);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (average, next) = move.Continue(u, lengths, state[0]);
        state.Replace(0, next);
        var output = Routed(average, lengths, state);
        state.Replace(5, AttentionState.Total(state[5], u.shape[1], lengths));
        return output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        SequenceShape.CheckStep(nameof(SeqBoat), u, _features);
        using var scope = NewDisposeScope();
        return Chunk(u.unsqueeze(1), null, state).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) =>
        parameterName is nameof(gamma) or nameof(beta) ? new OptimizerHint(null, 0) : default;

    // Of a whole sequence, or with a state of a piece.
    private Tensor Routed(Tensor average, Tensor? lengths, StreamState? state)
    {
        var m = GatedAttention.Dropped(dropout, nn.functional.silu(average));
        var parts = hx_proj.call(m).split([2, _features], -1);
        var (active, gate) = q_router.Decide(parts[0], lengths);
        var places = new ActivePositions(active);
        var shared = nn.functional.silu(mx_proj.call(places.Compress(m))).split([_queryFeatures, _valueFeatures, _valueFeatures], -1);
        var (queries, keys) = GatedAttention.QueriesAndKeys(shared[0], gamma, beta);
        var mixed = state is null
            ? _attention.Of(queries, keys, shared[2], places)
            : _attention.Continue(queries, keys, shared[2], places, state);
        var h = h_proj.call(mixed * shared[1]);
        if (_bidirectional)
        {
            return parts[1].Plus(places.Extract(GatedAttention.Dropped(dropout, h), gate));
        }

        return GatedAttention.Dropped(dropout, parts[1].Plus(places.Extract(h, gate)));
    }
}
