using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The diagonal state-space layer S4D in its minimal form: A = −e^log_A_real + i·A_imag, B = 1, one system per feature,
/// k_l = 2 Re Σ_n C_n B̄_n Ā_n^l. Features may share their A, and every mode may have its own Δ. Ends with its activation;
/// nothing mixes the features.
/// </summary>
[LayerParameter("D", "Features")]
[LayerParameter("log_dt", "DeltaTied == 1 ? Features : 0")]
[LayerParameter("log_dt", "DeltaTied == 0 ? Features : 0", "StateSize / 2")]
[LayerParameter("log_A_real", "Copies == 0 ? Features : Copies", "StateSize / 2")]
[LayerParameter("A_imag", "Copies == 0 ? Features : Copies", "StateSize / 2")]
[LayerParameter("C", "Directions == 1 ? Features : 0", "StateSize / 2", "2")]
[LayerParameter("C", "Directions == 2 ? 2 : 0", "Features", "StateSize / 2", "2")]
[LayerState("x", "Features", "StateSize / 2", "2")]
// A step: 14 operations per mode. For the backward pass: the input, and the sum before the activation.
[LayerCost(
    "Length * Features * " + ConvolutionCost.Sequence,
    SharedFlops = "Length * Features * (" + ConvolutionCost.KernelTransform + " + " + ConvolutionCost.ExponentialSums + ")",
    StepFlops = "Features * (10 + 7 * StateSize)",
    KeptBytes = "4 * Length * Features")]
public sealed class S4D : StateSpaceLayer, IOptimizerHints
{
    private readonly Parameter D;
    private readonly Parameter log_dt;
    private readonly Parameter log_A_real;
    private readonly Parameter A_imag;
    private readonly Parameter C;
    private readonly Discretisation _discretisation;
    private readonly double _learningRate;

    /// <summary>Draws D, Δ and C, and initialises A.</summary>
    /// <param name="features">h: number of features.</param>
    /// <param name="bidirectional">Whether outputs also depend on later inputs; C then is <c>[2, h, N/2, 2]</c>, forward first, else <c>[h,
    /// N/2, 2]</c>.</param>
    /// <param name="stateSize">N: real dimension of each state, even.</param>
    /// <param name="copies">S: number of independently trained A; feature i uses number i mod S; a divisor of the features. 0: every
    /// feature has its own.</param>
    /// <param name="initialisation">How A starts: one of the diagonal forms. The B of <see cref="Initialisation.DiagonalLegS"/>, which is
    /// not 1, goes into C.</param>
    /// <param name="discretisation">How the continuous system becomes a recurrence.</param>
    /// <param name="deltaTied">Whether all modes of a feature share one Δ; else <c>log_dt</c> is <c>[h, N/2]</c>.</param>
    /// <param name="minDelta">Smallest initial step Δ, above 0; steps are drawn log-uniformly.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    /// <param name="ssmLearningRate">Learning rate of Δ and A, which also have no weight decay.</param>
    /// <param name="activation">The function applied to the outputs.</param>
    public S4D(
        int features,
        bool bidirectional,
        int stateSize,
        int copies,
        Initialisation initialisation,
        Discretisation discretisation,
        bool deltaTied,
        double minDelta,
        double maxDelta,
        double ssmLearningRate,
        Activation activation)
        : base(nameof(S4D), features, channels: 1, bidirectional, activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        var systems = copies == 0 ? features : copies;
        SharedCopies.Check(systems, features, nameof(copies));
        if (initialisation is < Initialisation.DiagonalLegS or > Initialisation.Diagonal)
        {
            throw new ArgumentException(
                $"{initialisation} is no diagonal form; S4D starts from {Initialisation.DiagonalLegS} or one of those after it.",
                nameof(initialisation));
        }

        if (!(minDelta > 0) || !(minDelta <= maxDelta) || double.IsInfinity(maxDelta))
        {
            throw new ArgumentException($"Δ is drawn from [{minDelta}, {maxDelta}]; 0 < minDelta ≤ maxDelta is needed.", nameof(minDelta));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var matrix = StateMatrix.Create(initialisation, stateSize, 1, systems);
        var type = get_default_dtype();
        double low = Math.Log(minDelta), high = Math.Log(maxDelta);
        D = ModuleTensor.Parameter(randn(features));
        long[] steps = deltaTied ? [features] : [features, stateSize / 2];
        log_dt = ModuleTensor.Parameter((rand(steps) * Scalars.Of(high - low)).Plus(low));
        log_A_real = ModuleTensor.Parameter((-matrix.Diagonal.real).log().to(type));
        A_imag = ModuleTensor.Parameter((-matrix.Diagonal.imag).to(type));
        var draw = view_as_complex(randn(bidirectional ? 2 : 1, features, stateSize / 2, 2) * Scalars.Of(Math.Sqrt(0.5)));
        // The conjugate, because A_imag stores the mode with the positive imaginary part.
        var output = (draw * SharedCopies.PerFeature(matrix.Input.conj(), features)).to(draw.dtype);
        C = ModuleTensor.Parameter(view_as_real(bidirectional ? output : output.squeeze(0)).contiguous());
        _discretisation = discretisation;
        _learningRate = ssmLearningRate;
        RegisterComponents();
    }

    private protected override long LongestPiece => long.MaxValue;

    private protected override RecurrenceForm StreamingForm => RecurrenceForm.Diagonal;

    /// <summary>The convolution kernel.</summary>
    /// <param name="length">Number of taps.</param>
    /// <returns><c>[directions, features, length]</c>, forward first; owned by the caller.</returns>
    public Tensor Kernel(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return Taps(length, 1.0);
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) => parameterName switch
    {
        "log_dt" or "log_A_real" or "A_imag" => new OptimizerHint(_learningRate, 0),
        _ => default,
    };

    private protected override Tensor SkipWeights => D;

    private protected override long? RecurrentModes(long length, double rate) => A_imag.shape[1];

    private protected override Tensor Recur(Tensor u, double rate) => System(rate).Convolve(u, Skip());

    private protected override Tensor Taps(long length, double rate)
    {
        using var scope = NewDisposeScope();
        return System(rate).Kernel(length, null, C.dtype).Kernel.MoveToOuterDisposeScope();
    }

    private protected override (Tensor Kernel, Tensor FromState) TapsFrom(long length, Tensor state)
    {
        using var scope = NewDisposeScope();
        var (kernel, fromState) = System(1.0).Kernel(length, state, C.dtype);
        return (kernel.MoveToOuterDisposeScope(), fromState!.MoveToOuterDisposeScope());
    }

    private protected override Tensor NextState(Tensor u, Tensor? lengths, Tensor state)
    {
        using var scope = NewDisposeScope();
        return System(1.0).Next(u, lengths, state).MoveToOuterDisposeScope();
    }

    private protected override StateSpaceRecurrence MakeRecurrence(RecurrenceForm form)
    {
        if (form != RecurrenceForm.Diagonal)
        {
            throw new ArgumentException($"A diagonal system has no {form} recurrence; use {RecurrenceForm.Diagonal}.", nameof(form));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return System(1.0).Recurrence(C.dtype == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32);
    }

    private DiagonalSystem System(double rate)
    {
        var a = SharedCopies.PerFeature(
            complex(-log_A_real.to(ScalarType.Float64).exp(), A_imag.to(ScalarType.Float64)), log_dt.shape[0]);
        var steps = log_dt.to(ScalarType.Float64).exp() * Scalars.Of(rate);
        var delta = steps.dim() == 1 ? steps.unsqueeze(1) : steps;
        var output = view_as_complex(C.to(ScalarType.Float64)).reshape(-1, a.shape[0], a.shape[1]);
        return DiagonalSystem.Discretise(_discretisation, a, delta, null, output);
    }
}
