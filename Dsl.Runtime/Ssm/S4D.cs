using SerpentDsl.Kernels;
using SerpentDsl.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The diagonal state-space layer S4D in its minimal form: A = −e^log_A_real + i·A_imag, B = 1, zero-order hold, one system per
/// feature, k_l = 2 Re Σ_n C_n (e^{ΔA_n} − 1)/A_n · e^{ΔA_n l}. Ends with its activation; nothing mixes the features.
/// </summary>
[LayerParameter("D", "Features")]
[LayerParameter("log_dt", "Features")]
[LayerParameter("log_A_real", "Features", "StateSize / 2")]
[LayerParameter("A_imag", "Features", "StateSize / 2")]
[LayerParameter("C", "Directions * Features", "StateSize / 2", "2")]
// Three transforms of twice the length at 2.5 n log n with log n taken as 12, pointwise work, and the sums of exponentials.
[LayerCost("Length * Features * (196 + 2 * Directions * StateSize)")]
public sealed class S4D : SequenceLayer, IOptimizerHints
{
    private readonly Parameter D;
    private readonly Parameter log_dt;
    private readonly Parameter log_A_real;
    private readonly Parameter A_imag;
    private readonly Parameter C;
    private readonly bool _bidirectional;
    private readonly double _learningRate;
    private readonly Activation _activation;

    /// <summary>Draws D, Δ and C, and initialises A.</summary>
    /// <param name="features">h: width.</param>
    /// <param name="bidirectional">Whether every output also sees the inputs behind it; C then is <c>[2, h, N/2, 2]</c>, forward first, else <c>[h, N/2, 2]</c>.</param>
    /// <param name="stateSize">N: real dimension of each state, even.</param>
    /// <param name="initialisation">How A starts: one of the diagonal forms with B = 1.</param>
    /// <param name="minDelta">Initial steps Δ are log-uniform from this…</param>
    /// <param name="maxDelta">…to this.</param>
    /// <param name="ssmLearningRate">Learning rate of Δ and A, which also have no weight decay.</param>
    /// <param name="activation">Applied at the end.</param>
    public S4D(
        int features,
        bool bidirectional,
        int stateSize,
        Initialisation initialisation,
        double minDelta,
        double maxDelta,
        double ssmLearningRate,
        Activation activation)
        : base(nameof(S4D))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        if (initialisation is < Initialisation.DiagonalLinear or > Initialisation.Diagonal)
            throw new ArgumentException($"{initialisation} is no diagonal form with B = 1; S4D starts from {Initialisation.DiagonalLinear} or one of those after it.", nameof(initialisation));
        if (!(minDelta > 0) || !(minDelta <= maxDelta) || double.IsInfinity(maxDelta))
            throw new ArgumentException($"Δ is drawn from [{minDelta}, {maxDelta}]; 0 < minDelta ≤ maxDelta is needed.", nameof(minDelta));

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using StateMatrix matrix = StateMatrix.Create(initialisation, stateSize, 1, features);
        ScalarType type = get_default_dtype();
        double low = Math.Log(minDelta), high = Math.Log(maxDelta);
        long[] output = bidirectional ? [2, features, stateSize / 2, 2] : [features, stateSize / 2, 2];
        D = ModuleTensor.Parameter(randn(features));
        log_dt = ModuleTensor.Parameter((rand(features) * (high - low)) + low);
        log_A_real = ModuleTensor.Parameter((-matrix.Diagonal.real).log().to(type));
        A_imag = ModuleTensor.Parameter((-matrix.Diagonal.imag).to(type));
        C = ModuleTensor.Parameter(randn(output) * Math.Sqrt(0.5));
        _bidirectional = bidirectional;
        _learningRate = ssmLearningRate;
        _activation = activation;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(S4D), u, lengths, D.shape[0]);
        using var scope = NewDisposeScope();
        Tensor valid = SequenceMask.Apply(u, lengths);
        Tensor taps = Kernel(u.shape[1]);
        Tensor forward = S4Convolution.WithSkip(taps.narrow(0, 0, 1), D);
        Tensor y = _bidirectional
            ? LongConvolution.Bidirectional(valid, forward, taps.narrow(0, 1, 1))
            : LongConvolution.Causal(valid, forward);
        Tensor flat = y.squeeze(2);
        return (_activation == Activation.Gelu ? ExactGelu.Apply(flat) : flat).MoveToOuterDisposeScope();
    }

    /// <summary>The convolution kernel.</summary>
    /// <param name="length">How many taps.</param>
    /// <returns><c>[directions, features, length]</c>, forward first; owned by the caller.</returns>
    public Tensor Kernel(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        using var scope = NewDisposeScope();
        Tensor a = complex(-log_A_real.to(ScalarType.Float64).exp(), A_imag.to(ScalarType.Float64));
        Tensor step = a * log_dt.to(ScalarType.Float64).exp().unsqueeze(1);
        Tensor output = view_as_complex(C.to(ScalarType.Float64)).reshape(-1, a.shape[0], a.shape[1]);
        return Vandermonde.Sum(output * ((step.exp() - 1) / a), step, length, C.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) => parameterName switch
    {
        "log_dt" or "log_A_real" or "A_imag" => new OptimizerHint(_learningRate, 0),
        _ => default,
    };
}
