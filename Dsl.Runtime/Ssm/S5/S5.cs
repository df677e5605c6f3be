using SerpentDsl.Functions;
using SerpentDsl.Kernels.Activations;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The simplified state-space layer S5: one system x' = Λ x + B u, y = C x + D ∘ u from all features to all features, Λ diagonal, with its
/// own Δ for each mode; ended by a pointwise or gated activation.
/// </summary>
/// <remarks>
/// Parameters carry the official names, but for C, which a bidirectional layer holds as one tensor: <c>C[0]</c> is the official C1 (states
/// of the forward scan), <c>C[1]</c> C2 (states of the backward scan). Both directions include the current position. Padding is set to zero
/// before the scans, so that it reaches no valid position; the official code pads with embedded tokens and scans those too.
/// </remarks>
[LayerParameter("Lambda_re", S5Shape.Modes)]
[LayerParameter("Lambda_im", S5Shape.Modes)]
[LayerParameter("B", S5Shape.Modes, "Features", "2")]
[LayerParameter("C", "Directions", "Features", S5Shape.Modes, "2")]
[LayerParameter("D", "Features")]
[LayerParameter("log_step", S5Shape.Modes, "1")]
[LayerParameter("out1.weight", S5Shape.ValueRows, "Features")]
[LayerParameter("out1.bias", S5Shape.ValueRows)]
[LayerParameter("out2.weight", S5Shape.GateRows, "Features")]
[LayerParameter("out2.bias", S5Shape.GateRows)]
[LayerState("x", S5Shape.Modes, "2")]
// B and C as real products; the scan as the reference path has it, 8 operations for each of 33 powers and the carry; D; the gates.
[LayerCost(
    "Length * (" + S5Shape.Modes + " * (4 * Features * (1 + Directions) + 280 * Directions) + 2 * Features * (1 + " + S5Shape.GateRows + " + " + S5Shape.ValueRows + "))",
    StepFlops = S5Shape.Modes + " * (8 * Features + 8) + 2 * Features * (1 + " + S5Shape.GateRows + " + " + S5Shape.ValueRows + ")",
    KeptBytes = S5Shape.Kept)]
public sealed class S5 : StreamingLayer, IOptimizerHints
{
    /// <summary>Re Λ is not let above this where it is clipped; the official code's limit.</summary>
    private const double HighestRealPart = -1e-4;

    /// <summary>Standard deviation of a standard normal distribution cut at ±2.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    private const string State = "x";

    private readonly Parameter Lambda_re;
    private readonly Parameter Lambda_im;
    private readonly Parameter B;
    private readonly Parameter C;
    private readonly Parameter D;
    private readonly Parameter log_step;
    private readonly Linear? out1;
    private readonly Linear? out2;
    private readonly bool _bidirectional;
    private readonly bool _conjugateSymmetry;
    private readonly bool _clips;
    private readonly Discretisation _discretisation;
    private readonly S5Activation _activation;
    private readonly S5Preset _preset;
    private readonly S5OptimizerGroups _groups;
    private readonly bool _globalDelta;
    private readonly double _learningRate;

    /// <summary>Initialises Λ, draws the others.</summary>
    /// <param name="features">H: width.</param>
    /// <param name="bidirectional">Whether every output also sees the inputs behind it.</param>
    /// <param name="stateSize">Size of the whole state, conjugates included (the official <c>ssm_size_base</c>).</param>
    /// <param name="blockSize">Size of each HiPPO block that Λ starts from; a divisor of the state size, even with conjugate
    /// symmetry.</param>
    /// <param name="conjugateSymmetry">Whether half of the modes are stored, and the other half are their conjugates.</param>
    /// <param name="discretisation">The rule.</param>
    /// <param name="outputInitialisation">How C starts.</param>
    /// <param name="clipEigenvalues">Whether Re Λ is kept at or below −1e-4.</param>
    /// <param name="minDelta">Initial steps Δ are log-uniform from this…</param>
    /// <param name="maxDelta">…to this.</param>
    /// <param name="activation">What the layer ends with.</param>
    /// <param name="preset">Whose S5, where they differ.</param>
    /// <param name="optimizerGroups">Which parameters learn at the layer's rate and which decay.</param>
    /// <param name="globalDelta">Whether Δ learns at the recipe's rate with decay (the official <c>dt_global</c>).</param>
    /// <param name="ssmLearningRate">The layer's own learning rate.</param>
    /// <exception cref="ArgumentException">The options make no layer.</exception>
    public S5(
        int features,
        bool bidirectional,
        int stateSize,
        int blockSize,
        bool conjugateSymmetry,
        Discretisation discretisation,
        S5OutputInitialisation outputInitialisation,
        bool clipEigenvalues,
        double minDelta,
        double maxDelta,
        S5Activation activation,
        S5Preset preset,
        S5OptimizerGroups optimizerGroups,
        bool globalDelta,
        double ssmLearningRate)
        : base(nameof(S5))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        if (!(minDelta > 0) || !(minDelta <= maxDelta) || double.IsInfinity(maxDelta))
        {
            throw new ArgumentException($"Δ is drawn from [{minDelta}, {maxDelta}]; 0 < minDelta ≤ maxDelta is needed.", nameof(minDelta));
        }

        _bidirectional = bidirectional;
        _conjugateSymmetry = conjugateSymmetry;
        _clips = clipEigenvalues || preset == S5Preset.Clean;
        _discretisation = discretisation;
        _activation = activation;
        _preset = preset;
        _groups = optimizerGroups;
        _globalDelta = globalDelta;
        _learningRate = ssmLearningRate;

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var initial = S5Initialisation.Create(stateSize, blockSize, conjugateSymmetry);
        var modes = initial.Eigenvalues.shape[0];
        double low = Math.Log(minDelta), high = Math.Log(maxDelta);
        Lambda_re = Trained(initial.Eigenvalues.real);
        Lambda_im = Trained(initial.Eigenvalues.imag);
        B = Trained(initial.Input(TruncatedNormal([stateSize, features], 1.0 / stateSize)));
        C = Trained(stack([.. Enumerable.Range(0, bidirectional ? 2 : 1).Select(_ => DrawOutput(initial, outputInitialisation, features, stateSize, modes))], 0));
        D = Trained(randn(features));
        log_step = Trained((rand([modes, 1], ScalarType.Float64) * Scalars.Of(high - low)).Plus(low));
        out1 = activation == S5Activation.FullGlu ? Dense(features) : null;
        out2 = activation >= S5Activation.HalfGlu1 ? Dense(features) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor u, Tensor? lengths) => Forward(u, lengths, 1.0);

    /// <summary>Applies the layer to sequences that are sampled at another rate than it was trained on.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, or null.</param>
    /// <param name="rate">Multiplies Δ (the official <c>step_rescale</c>).</param>
    /// <returns><c>[batch, length, features]</c>, owned by the caller.</returns>
    public Tensor Forward(Tensor u, Tensor? lengths, double rate)
    {
        using var scope = NewDisposeScope();
        return Activate(System(u, lengths, rate)).MoveToOuterDisposeScope();
    }

    /// <summary>The linear system alone, before the activation: y = C x + D ∘ u.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, or null.</param>
    /// <param name="rate">Multiplies Δ.</param>
    /// <returns><c>[batch, length, features]</c>, owned by the caller.</returns>
    public Tensor System(Tensor u, Tensor? lengths, double rate = 1.0)
    {
        SequenceShape.Check(nameof(S5), u, lengths, D.shape[0]);
        using var scope = NewDisposeScope();
        var valid = SequenceMask.Apply(u, lengths);
        (var exponents, _, var input) = Discretised(rate);
        if (FusedKernels.Fit(valid, D))
        {
            return DiagonalSystemFunction.Apply(valid, exponents, InputMatrix(input), OutputMatrix(), D).MoveToOuterDisposeScope();
        }

        var driven = Drive(valid, input);
        var outputs = OutputMatrix().split(2 * Modes, 0);
        var y = Flat(DiagonalScan.Apply(exponents, driven)).matmul(outputs[0]).Plus(valid * D);
        if (_bidirectional)
        {
            y = y.Plus(Flat(DiagonalScan.Apply(exponents, driven.flip(1))).matmul(outputs[1]).flip(1));
        }

        return y.MoveToOuterDisposeScope();
    }

    /// <summary>Λ̄ and B̄.</summary>
    /// <param name="rate">Multiplies Δ.</param>
    /// <returns>Complex128 <c>[modes]</c> and <c>[modes, features]</c>, owned by the caller.</returns>
    public (Tensor Transition, Tensor Input) Discretise(double rate = 1.0)
    {
        using var scope = NewDisposeScope();
        (_, var transition, var input) = Discretised(rate);
        return (transition.MoveToOuterDisposeScope(), input.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        CheckStreams();
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (_, var transition, var input) = Discretised(1.0);
        // As the rows that a step's sums are taken over.
        List<Tensor> constants = [transition.to(ComplexType), InputMatrix(input).t().contiguous(), OutputMatrix().t().contiguous()];
        if (_activation == S5Activation.FullGlu)
        {
            constants.AddRange([cat([out1!.weight!, out2!.weight!], 0), cat([out1.bias!, out2.bias!], 0)]);
        }

        return StreamState.Of([.. constants], children: [], [(State, zeros([batch, Modes], ComplexType, D.device))]);
    }

    /// <inheritdoc/>
    public override Tensor Step(Tensor u, StreamState state)
    {
        CheckStep(u, state);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (StepsInKernel(u, state))
        {
            var output = empty([u.shape[0], D.shape[0]], ScalarType.Float32);
            Advance(TensorMemory.Plain(u), state, output);
            return output.MoveToOuterDisposeScope();
        }

        var next = (state.Constants[0] * state[0]).Plus(view_as_complex(u.matmul(state.Constants[1].t()).reshape(u.shape[0], Modes, 2)));
        var y = view_as_real(next).flatten(1).matmul(state.Constants[2].t()).Plus(u * D);
        var result = Activate(y).MoveToOuterDisposeScope();
        state.Replace(0, next);
        return result;
    }

    /// <inheritdoc/>
    public override Tensor Step(Tensor u, StreamState state, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(output);
        CheckStep(u, state);
        if (!StepsInKernel(u, state) || !FusedKernels.FitInPlace(u, output))
        {
            return base.Step(u, state, output);
        }

        StepOutput.Check(nameof(S5), output, state.Batch, D.size(0));
        Advance(u, state, output);
        return output;
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckStreams();
        SequenceShape.Check(nameof(S5), u, lengths, D.shape[0]);
        SequenceShape.CheckPiece(nameof(S5), u, lengths);
        state.CheckLayer(nameof(S5), u.shape[0], State);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (var exponents, _, var input) = Discretised(1.0);
        var valid = SequenceMask.Apply(u, lengths);
        Tensor y, states;
        if (FusedKernels.Fit(valid, D))
        {
            (y, var pairs) = DiagonalSystemFunction.Continue(valid, exponents, InputMatrix(input), OutputMatrix(), D, state[0]);
            states = view_as_complex(pairs.unflatten(2, [Modes, 2]));
        }
        else
        {
            states = DiagonalScan.Apply(exponents, Drive(valid, input), state[0]);
            y = Flat(states).matmul(OutputMatrix()).Plus(valid * D);
        }

        var result = Activate(y).MoveToOuterDisposeScope();
        state.Replace(0, StreamRows.Ends(cat([state[0].unsqueeze(1), states], 1), lengths).clone());
        return result;
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) => parameterName switch
    {
        "Lambda_re" or "Lambda_im" => new OptimizerHint(_learningRate, 0),
        "log_step" when !_globalDelta => new OptimizerHint(_learningRate, 0),
        "B" when _groups == S5OptimizerGroups.DecayInputAndOutput => new OptimizerHint(_learningRate, null),
        "B" when _groups is S5OptimizerGroups.Standard or S5OptimizerGroups.NoDecay => new OptimizerHint(_learningRate, 0),
        "C" or "D" when _groups == S5OptimizerGroups.NoDecay => new OptimizerHint(_learningRate, 0),
        _ => default,
    };

    private long Modes => Lambda_re.shape[0];

    private ScalarType ComplexType => D.dtype == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32;

    // ln Λ̄ [modes], Λ̄ [modes] and B̄ [modes, features], complex128.
    private (Tensor Exponents, Tensor Transition, Tensor Input) Discretised(double rate)
    {
        if (!(rate > 0) || double.IsInfinity(rate))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate multiplies Δ; it must be positive and finite.");
        }

        var real = Lambda_re.to(ScalarType.Float64);
        var lambda = complex(_clips ? real.clamp_max(Scalars.Of(HighestRealPart)) : real, Lambda_im.to(ScalarType.Float64));
        var delta = log_step.squeeze(1).to(ScalarType.Float64).exp() * Scalars.Of(rate);
        var input = view_as_complex(B.to(ScalarType.Float64));
        var step = lambda * delta;
        if (_discretisation == Discretisation.ZeroOrderHold)
        {
            return (step, step.exp(), input * (delta * ExponentialQuotient.Of(step)).unsqueeze(1));
        }

        Tensor half = step / Scalars.Two, inverse = Scalars.One / half.neg().Plus(1);
        return (half.Plus(1).log() - half.neg().Plus(1).log(), half.Plus(1) * inverse, input * (delta * inverse).unsqueeze(1));
    }

    // B̄ as the real matrix [features, modes · 2] that a row of inputs is multiplied by.
    private Tensor InputMatrix(Tensor input) =>
        view_as_real(input).transpose(0, 1).reshape(D.shape[0], -1).to(D.dtype);

    // C as the real matrix [directions · modes · 2, features] that a row of states is multiplied by: Re(C x) = Re C Re x − Im C Im x.
    private Tensor OutputMatrix()
    {
        double both = _conjugateSymmetry ? 2 : 1;
        return (C * tensor(new[] { both, -both }, D.dtype, D.device)).permute(0, 2, 3, 1).reshape(-1, D.shape[0]);
    }

    // B̄ u, complex [batch, length, modes].
    private Tensor Drive(Tensor u, Tensor input) =>
        view_as_complex(u.matmul(InputMatrix(input)).reshape(u.shape[0], u.shape[1], Modes, 2));

    private static Tensor Flat(Tensor states) => view_as_real(states).flatten(2);

    private Tensor Activate(Tensor y)
    {
        if (_activation == S5Activation.None)
        {
            return y;
        }

        if (out2 is not null && FusedKernels.Fit(y, out2.weight))
        {
            var value = _activation == S5Activation.HalfGlu1 ? GatedValue.Gelu : _activation == S5Activation.HalfGlu2 ? GatedValue.Inputs : GatedValue.Projection;
            (Tensor, Tensor) gate = (out2.weight!, out2.bias!);
            (Tensor, Tensor)? projection = out1 is null ? null : (out1.weight!, out1.bias!);
            return _preset == S5Preset.Official ? GatedGelu<TanhGeluForm>.Apply(y, value, gate, projection) : GatedGelu<ExactGeluForm>.Apply(y, value, gate, projection);
        }

        var g = _preset == S5Preset.Official ? TanhGelu.Apply(y) : ExactGelu.Apply(y);
        return _activation switch
        {
            S5Activation.Gelu => g,
            S5Activation.HalfGlu1 => g * out2!.call(g).sigmoid(),
            S5Activation.HalfGlu2 => y * out2!.call(g).sigmoid(),
            _ => out1!.call(g) * out2!.call(g).sigmoid(),
        };
    }

    private void CheckStep(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(state);
        CheckStreams();
        SequenceShape.CheckStep(nameof(S5), u, D.size(0));
        state.CheckLayer(nameof(S5), u.size(0), State);
    }

    private bool StepsInKernel(Tensor u, StreamState state) =>
        FusedKernels.Fit(u) && DiagonalStep.Fits(state[0]) && FusedKernels.FitInPlace(D, out2?.weight, out2?.bias);

    private void Advance(Tensor u, StreamState state, Tensor output)
    {
        var form = _preset == S5Preset.Official ? StepGelu.Tanh : StepGelu.Exact;
        var y = _activation >= S5Activation.HalfGlu1 ? state.Room(0, D.size(0), u) : output;
        var here = _activation is S5Activation.None or S5Activation.HalfGlu2 ? StepGelu.None : form;
        DiagonalStep.Run(state.Constants, state.InPlace(0), u, D, here, y);
        // That the weights fit is known already.
        if (_activation == S5Activation.FullGlu)
        {
            FusedProjection.TryRun(state.Constants[3], state.Constants[4], y, output, StepGelu.None, StepGate.Halves);
        }
        else if (_activation >= S5Activation.HalfGlu1)
        {
            FusedProjection.TryRun(out2!.weight!, out2.bias, y, output, _activation == S5Activation.HalfGlu2 ? form : StepGelu.None, StepGate.Inputs);
        }
    }

    private void CheckStreams()
    {
        if (_bidirectional)
        {
            throw new InvalidOperationException("A bidirectional S5 sees the future; it has no streaming form. Make it with bidirectional: false.");
        }
    }

    private static Parameter Trained(Tensor value) => ModuleTensor.Parameter(value.detach().to(get_default_dtype()).contiguous().clone());

    private static Tensor DrawOutput(S5Initialisation initial, S5OutputInitialisation kind, long features, long stateSize, long modes) => kind switch
    {
        S5OutputInitialisation.LecunNormal => initial.Output(TruncatedNormal([features, stateSize, 2], 1.0 / (stateSize * features))),
        S5OutputInitialisation.TruncatedStandardNormal => initial.Output(TruncatedNormal([features, stateSize, 2], 1.0 / stateSize)),
        S5OutputInitialisation.ComplexNormal => randn([features, modes, 2], ScalarType.Float64) * Scalars.Of(Math.Sqrt(0.5)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such initialisation of C."),
    };

    /// <summary>Normal numbers cut at two deviations, of the given variance after the cut: JAX's variance scaling.</summary>
    private static Tensor TruncatedNormal(long[] shape, double variance)
    {
        var deviation = Math.Sqrt(variance) / TruncatedDeviation;
        // Not nn.init.trunc_normal_, which in TorchSharp 0.107 multiplies by the mean and adds the deviation.
        const double Bound = 0.95449973610364158;
        var normal = zeros(shape, ScalarType.Float64).uniform_(-Bound, Bound).erfinv_().mul_(Scalars.Of(deviation * Math.Sqrt(2)));
        return normal.clamp_(Scalars.Of(-2 * deviation), Scalars.Of(2 * deviation));
    }

    /// <summary>Flax's dense layer: weights of variance 1/features, no bias at first.</summary>
    private static Linear Dense(int features)
    {
        var layer = nn.Linear(features, features);
        layer.weight!.copy_(TruncatedNormal([features, features], 1.0 / features));
        layer.bias!.fill_(Scalars.Zero);
        return layer;
    }
}
