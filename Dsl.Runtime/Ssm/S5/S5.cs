using SerpentDsl.Functions;
using SerpentDsl.Kernels.Activations;
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
/// Parameters have the official names except for C, which a bidirectional layer holds as one tensor: <c>C[0]</c> is the official C1 (states
/// of the forward scan), <c>C[1]</c> C2 (states of the backward scan). Both directions include the current position. Padding is set to zero
/// before the scans, so that it has no effect on valid positions; the official code pads with embedded tokens and scans those too.
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
// The products with B and C, counted as real; the scan of the reference path, 8 operations for each of 33 powers and for the carry; D; the
// gates.
[LayerCost(
    "Length * (" + S5Shape.Modes + " * (4 * Features * (1 + Directions) + 280 * Directions) + 2 * Features * (1 + " + S5Shape.GateRows
        + " + " + S5Shape.ValueRows + "))",
    StepFlops = S5Shape.Modes + " * (8 * Features + 8) + 2 * Features * (1 + " + S5Shape.GateRows + " + " + S5Shape.ValueRows + ")",
    KeptBytes = S5Shape.Kept)]
public sealed partial class S5 : FusedStepLayer, IOptimizerHints
{
    /// <summary>Upper limit of Re Λ where it is clipped, as in the official code.</summary>
    private const double HighestRealPart = -1e-4;

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

    /// <summary>Initialises Λ, and draws the other parameters.</summary>
    /// <param name="features">H: number of features.</param>
    /// <param name="bidirectional">Whether outputs also depend on later inputs.</param>
    /// <param name="stateSize">Size of the whole state, conjugates included (the official <c>ssm_size_base</c>).</param>
    /// <param name="blockSize">Size of each HiPPO block that Λ starts from; a divisor of the state size, even with conjugate
    /// symmetry.</param>
    /// <param name="conjugateSymmetry">Whether half of the modes are stored, and the other half are their conjugates.</param>
    /// <param name="discretisation">How the continuous system becomes a recurrence.</param>
    /// <param name="outputInitialisation">How C is initialised.</param>
    /// <param name="clipEigenvalues">Whether Re Λ is kept at or below −1e-4.</param>
    /// <param name="minDelta">Smallest initial step Δ, above 0; steps are drawn log-uniformly.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    /// <param name="activation">The function at the end of the layer.</param>
    /// <param name="preset">Which definition of S5, where code and paper differ.</param>
    /// <param name="optimizerGroups">Which parameters learn at the layer's rate and which decay.</param>
    /// <param name="globalDelta">Whether Δ learns at the recipe's rate with decay (the official <c>dt_global</c>).</param>
    /// <param name="ssmLearningRate">The layer's own learning rate.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two options contradict each other.</exception>
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
        : base(nameof(S5), features)
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
        B = Trained(initial.Input(S5Draws.TruncatedNormal([stateSize, features], 1.0 / stateSize)));
        C = Trained(
            stack(
                [
                    .. Enumerable.Range(0, bidirectional ? 2 : 1).Select(
                        _ => S5Draws.Output(initial, outputInitialisation, features, stateSize, modes))
                ],
                0));
        D = Trained(randn(features));
        log_step = Trained((rand([modes, 1], ScalarType.Float64) * Scalars.Of(high - low)).Plus(low));
        out1 = activation == S5Activation.FullGlu ? S5Draws.Dense(features) : null;
        out2 = activation >= S5Activation.HalfGlu1 ? S5Draws.Dense(features) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor u, Tensor? lengths) => Forward(u, lengths, 1.0);

    /// <summary>Applies the layer to sequences that are sampled at another rate than it was trained on.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, or null.</param>
    /// <param name="rate">Factor on Δ, above 0 (the official <c>step_rescale</c>).</param>
    /// <returns><c>[batch, length, features]</c>, owned by the caller.</returns>
    public Tensor Forward(Tensor u, Tensor? lengths, double rate)
    {
        using var scope = NewDisposeScope();
        return Activate(System(u, lengths, rate)).MoveToOuterDisposeScope();
    }

    /// <summary>The linear system alone, before the activation: y = C x + D ∘ u.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, or null.</param>
    /// <param name="rate">Factor on Δ, above 0; 1 is the rate of the training data.</param>
    /// <returns><c>[batch, length, features]</c>, owned by the caller.</returns>
    public Tensor System(Tensor u, Tensor? lengths, double rate = 1.0)
    {
        SequenceShape.Check(nameof(S5), u, lengths, D.shape[0]);
        using var scope = NewDisposeScope();
        var valid = SequenceMask.Apply(u, lengths);
        var (exponents, _, input) = Discretised(rate);
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

    /// <summary>The discretised Λ̄ and B̄.</summary>
    /// <param name="rate">Factor on Δ, above 0; 1 is the rate of the training data.</param>
    /// <returns>Complex128 <c>[modes]</c> and <c>[modes, features]</c>, owned by the caller.</returns>
    public (Tensor Transition, Tensor Input) Discretise(double rate = 1.0)
    {
        using var scope = NewDisposeScope();
        var (_, transition, input) = Discretised(rate);
        return (transition.MoveToOuterDisposeScope(), input.MoveToOuterDisposeScope());
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
            var value = _activation switch
            {
                S5Activation.HalfGlu1 => GatedValue.Gelu,
                S5Activation.HalfGlu2 => GatedValue.Inputs,
                _ => GatedValue.Projection,
            };
            (Tensor, Tensor) gate = (out2.weight!, out2.bias!);
            (Tensor, Tensor)? projection = out1 is null ? null : (out1.weight!, out1.bias!);
            return _preset == S5Preset.Official
                ? GatedGelu<TanhGeluForm>.Apply(y, value, gate, projection)
                : GatedGelu<ExactGeluForm>.Apply(y, value, gate, projection);
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

    private static Parameter Trained(Tensor value) => ModuleTensor.Parameter(value.detach().to(get_default_dtype()).contiguous().clone());
}
