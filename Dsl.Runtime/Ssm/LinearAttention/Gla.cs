using SerpentDsl.Autograd;
using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Gated linear attention (arXiv 2312.06635): S_l = diag(α_l) S_{l−1} + k_l v_lᵀ, o_l = S_lᵀ q_l / √K for every head, with gates α from the
/// input; then a root-mean-square norm per head, an output gate and a projection. Always causal.
/// </summary>
/// <remarks>
/// Parameters carry the names of the official code, but the norm is <c>g_norm</c> with any gate. The state is S (<c>s</c>) and, with short
/// convolutions, their last inputs (<c>conv_q</c>, <c>conv_k</c>, <c>conv_v</c>).
/// </remarks>
[LayerParameter("q_proj.weight", GlaShape.Keys, "Features")]
[LayerParameter("k_proj.weight", GlaShape.OwnKeys, "Features")]
[LayerParameter("v_proj.weight", GlaShape.OwnValues, "Features")]
[LayerParameter("g_proj.weight", "OutputGate ? " + GlaShape.Values + " : 0", "Features")]
[LayerParameter("q_conv1d.weight", "ConvWidth == 0 ? 0 : " + GlaShape.Keys, "1", "ConvWidth")]
[LayerParameter("q_conv1d.bias", "ConvBias && ConvWidth > 0 ? " + GlaShape.Keys + " : 0")]
[LayerParameter("k_conv1d.weight", "ConvWidth == 0 ? 0 : " + GlaShape.OwnKeys, "1", "ConvWidth")]
[LayerParameter("k_conv1d.bias", "ConvBias && ConvWidth > 0 ? " + GlaShape.OwnKeys + " : 0")]
[LayerParameter("v_conv1d.weight", "ConvWidth == 0 ? 0 : " + GlaShape.OwnValues, "1", "ConvWidth")]
[LayerParameter("v_conv1d.bias", "ConvBias && ConvWidth > 0 ? " + GlaShape.OwnValues + " : 0")]
[LayerParameter("gk_proj.0.weight", "GateRank", "Features")]
[LayerParameter("gk_proj.1.weight", GlaShape.OwnKeys, "GateRank")]
[LayerParameter("gk_proj.1.bias", GlaShape.OwnKeys)]
[LayerParameter("o_proj.weight", "Features", GlaShape.Values)]
[LayerParameter("g_norm.weight", GlaShape.Value)]
[LayerState("s", "Heads", GlaShape.Key, GlaShape.Value)]
[LayerState("conv_q", "ConvWidth == 0 ? 0 : " + GlaShape.Keys, "ConvWidth")]
[LayerState("conv_k", "ConvWidth == 0 ? 0 : " + GlaShape.OwnKeys, "ConvWidth")]
[LayerState("conv_v", "ConvWidth == 0 ? 0 : " + GlaShape.OwnValues, "ConvWidth")]
[LayerCost("Length * (" + GlaShape.StepFlops + ")", StepFlops = GlaShape.StepFlops, KeptBytes = GlaShape.Kept)]
public sealed class Gla : StreamingLayer
{
    private readonly Linear q_proj;
    private readonly Linear k_proj;
    private readonly Linear v_proj;
    private readonly Linear? g_proj;
    private readonly DepthwiseConvolution? q_conv1d;
    private readonly DepthwiseConvolution? k_conv1d;
    private readonly DepthwiseConvolution? v_conv1d;
    private readonly Sequential gk_proj;
    private readonly Linear o_proj;
    private readonly HeadRmsNorm g_norm;
    private readonly long _features;
    private readonly long _heads;
    private readonly long _ownHeads;
    private readonly long _keySize;
    private readonly long _valueSize;
    private readonly long _convWidth;
    private readonly double _gateNormalizer;
    private readonly double _leastLogGate;
    private readonly bool _sigmoidGate;
    private readonly GlaFeatureMap _featureMap;

    /// <summary>Initialises every linear map as the framework does.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="heads">Heads of the queries.</param>
    /// <param name="keyValueHeads">Heads of keys, values and gates; 0: as many.</param>
    /// <param name="keySize">Channels of a key; 0: half of the features over the heads.</param>
    /// <param name="valueSize">Channels of a value; 0: the features over the heads.</param>
    /// <param name="gateRank">Rank of the gates' projection.</param>
    /// <param name="gateNormalizer">τ: the logarithms of the gates are divided by it.</param>
    /// <param name="leastLogGate">The least logarithm of a gate; −∞: no limit.</param>
    /// <param name="outputGate">Whether the outputs are multiplied by a gate.</param>
    /// <param name="sigmoidGate">Whether that gate is a sigmoid; else a SiLU.</param>
    /// <param name="featureMap">What is applied to queries and keys.</param>
    /// <param name="convWidth">Taps of the short convolutions; 0: none.</param>
    /// <param name="convBias">Whether they have biases.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or heads do not divide the features.</exception>
    public Gla(
        int features,
        int heads,
        int keyValueHeads,
        int keySize,
        int valueSize,
        int gateRank,
        double gateNormalizer,
        double leastLogGate,
        bool outputGate,
        bool sigmoidGate,
        GlaFeatureMap featureMap,
        int convWidth,
        bool convBias)
        : base(nameof(Gla))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(gateRank, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(convWidth);
        ArgumentOutOfRangeException.ThrowIfNegative(keySize);
        ArgumentOutOfRangeException.ThrowIfNegative(valueSize);
        (_features, _heads, _ownHeads, _convWidth) = (features, heads, keyValueHeads > 0 ? keyValueHeads : heads, convWidth);
        if ((keySize == 0 && (features < 2 || features / 2 % heads != 0)) || (valueSize == 0 && features % heads != 0)
            || _heads % _ownHeads != 0)
        {
            throw new ArgumentException(
                $"{heads} heads must divide half of the {features} features where no size is given, and {_ownHeads} heads of keys and "
                    + "values must divide the heads.",
                nameof(heads));
        }

        if (!(gateNormalizer > 0) || !(leastLogGate <= 0))
        {
            throw new ArgumentException(
                $"The gates' normalizer is {gateNormalizer} and their least logarithm {leastLogGate}; they must be above 0 and at most 0.",
                nameof(gateNormalizer));
        }

        (_keySize, _valueSize) = (keySize > 0 ? keySize : features / 2 / heads, valueSize > 0 ? valueSize : features / heads);
        var (keys, values) = (heads * _keySize, heads * _valueSize);
        (_gateNormalizer, _leastLogGate, _sigmoidGate, _featureMap) = (gateNormalizer, leastLogGate, sigmoidGate, featureMap);
        q_proj = nn.Linear(features, keys, hasBias: false);
        k_proj = nn.Linear(features, _ownHeads * _keySize, hasBias: false);
        v_proj = nn.Linear(features, _ownHeads * _valueSize, hasBias: false);
        g_proj = outputGate ? nn.Linear(features, values, hasBias: false) : null;
        q_conv1d = Convolution(keys);
        k_conv1d = Convolution(_ownHeads * _keySize);
        v_conv1d = Convolution(_ownHeads * _valueSize);
        gk_proj = nn.Sequential(nn.Linear(features, gateRank, hasBias: false), nn.Linear(gateRank, _ownHeads * _keySize));
        o_proj = nn.Linear(values, features, hasBias: false);
        g_norm = new HeadRmsNorm(_valueSize);
        RegisterComponents();

        DepthwiseConvolution? Convolution(long channels) => convWidth > 0 ? new DepthwiseConvolution(channels, convWidth, convBias) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(Gla), u, lengths, _features, half: true);
        using var scope = NewDisposeScope();
        var x = SequenceMask.Apply(u, lengths);
        var inputs = Attention(
            x,
            Activated(q_conv1d, q_proj.call(x), null),
            Activated(k_conv1d, k_proj.call(x), null),
            Activated(v_conv1d, v_proj.call(x), null));
        return Finish(x, LinearAttention.Output(inputs)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var weight = o_proj.weight;
        List<(string, Tensor)> tensors = [("s", New(_heads, _keySize, _valueSize))];
        if (_convWidth > 0)
        {
            tensors.Add(("conv_q", New(_heads * _keySize, _convWidth)));
            tensors.Add(("conv_k", New(_ownHeads * _keySize, _convWidth)));
            tensors.Add(("conv_v", New(_ownHeads * _valueSize, _convWidth)));
        }

        return StreamState.Of([.. tensors]).Differentiable();

        Tensor New(params long[] sizes) => zeros([batch, .. sizes], weight.dtype, weight.device);
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.Check(nameof(Gla), u, lengths, _features, half: true);
        SequenceShape.CheckPiece(nameof(Gla), u, lengths);
        CheckState(state, u.shape[0]);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var x = SequenceMask.Apply(u, lengths);
        var inputs = Attention(
            x, Continued(q_conv1d, q_proj.call(x), 1), Continued(k_conv1d, k_proj.call(x), 2), Continued(v_conv1d, v_proj.call(x), 3));

        // No decay and no key: the state stops at a sequence's length.
        var (outputs, last) = LinearAttention.Apply(
            inputs with
            {
                Keys = Stopped(inputs.Keys, lengths),
                LogDecays = Stopped(inputs.LogDecays, lengths),
                Initial = state[0],
            });
        state.Replace(0, last);
        return Finish(x, ReadResults.Tie(outputs, last)).MoveToOuterDisposeScope();

        Tensor Continued(DepthwiseConvolution? convolution, Tensor projected, int index)
        {
            var result = Activated(convolution, projected, convolution is null ? null : state[index]);
            if (convolution is not null)
            {
                state.Replace(index, CausalConvolution.NextState(projected, lengths, state[index]));
            }

            return result;
        }
    }

    /// <inheritdoc/>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.CheckStep(nameof(Gla), u, _features, half: true);
        CheckState(state, u.shape[0]);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var x = u.unsqueeze(1);
        var inputs = Attention(x, Next(q_conv1d, q_proj.call(u), 1), Next(k_conv1d, k_proj.call(u), 2), Next(v_conv1d, v_proj.call(u), 3));
        var (outputs, last) = LinearAttention.Apply(inputs with { Initial = state[0] });
        state.Replace(0, last);
        return Finish(x, outputs).squeeze(1).MoveToOuterDisposeScope();

        Tensor Next(DepthwiseConvolution? convolution, Tensor projected, int index)
        {
            if (convolution is null)
            {
                return projected.unsqueeze(1);
            }

            var (sum, inputs) = convolution.Step(projected, state[index]);
            state.Replace(index, inputs);
            return nn.functional.silu(sum).unsqueeze(1);
        }
    }

    private static Tensor Activated(DepthwiseConvolution? convolution, Tensor projected, Tensor? state) =>
        convolution is null ? projected : convolution.Activated(projected, state);

    private static Tensor Stopped(Tensor x, Tensor? lengths) =>
        lengths is null ? x : SequenceMask.Apply(x.flatten(2), lengths).view(x.shape);

    private void CheckState(StreamState state, long batch)
    {
        if (_convWidth > 0)
        {
            state.CheckLayer(nameof(Gla), batch, "s", "conv_q", "conv_k", "conv_v");
        }
        else
        {
            state.CheckLayer(nameof(Gla), batch, "s");
        }

        state.CheckTensor(nameof(Gla), 0, _heads, _keySize, _valueSize);
    }

    // Operands of the recurrence, [batch, length, heads, …], from what the projections and convolutions have made.
    private LinearAttentionInputs Attention(Tensor x, Tensor queries, Tensor keys, Tensor values)
    {
        var gates = nn.functional.logsigmoid(gk_proj.call(x)).div(Scalars.Of(_gateNormalizer));
        if (double.IsFinite(_leastLogGate))
        {
            gates = gates.clamp_min(Scalars.Of(_leastLogGate));
        }

        return new LinearAttentionInputs
        {
            Queries = Mapped(queries).unflatten(2, _heads, _keySize).mul(Scalars.Of(1 / Math.Sqrt(_keySize))),
            Keys = Shared(Mapped(keys).unflatten(2, _ownHeads, _keySize)),
            Values = Shared(values.unflatten(2, _ownHeads, _valueSize)),
            LogDecays = Shared(gates.unflatten(2, _ownHeads, _keySize)),
        };
    }

    private Tensor Mapped(Tensor x) => _featureMap == GlaFeatureMap.Relu ? nn.functional.relu(x) : x;

    private Tensor Shared(Tensor x) => _ownHeads == _heads ? x : x.repeat_interleave(_heads / _ownHeads, 2);

    private Tensor Finish(Tensor x, Tensor outputs)
    {
        var normed = g_norm.Apply(outputs).flatten(2);
        if (g_proj is not null)
        {
            var gate = g_proj.call(x);
            normed = normed * (_sigmoidGate ? sigmoid(gate) : nn.functional.silu(gate));
        }

        return o_proj.call(normed);
    }
}
