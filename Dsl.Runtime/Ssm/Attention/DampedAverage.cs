using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The multi-dimensional damped exponential moving average of Mega (arXiv 2209.10655): h_l = q h_{l−1} + p β x_l, y_l = Σ_n γ_n h_l / √n +
/// ω x_l for every feature, with p = σ(δ) and q = 1 − p σ(α). Parameters carry the official names.
/// </summary>
internal sealed class DampedAverage : nn.Module, IOptimizerHints
{
    private readonly Parameter delta;
    private readonly Parameter alpha;
    private readonly Parameter beta;
    private readonly Parameter gamma;
    private readonly Parameter omega;
    private readonly long _features;
    private readonly bool _bidirectional;
    private readonly long _truncation;

    /// <summary>Draws the parameters as the official code does.</summary>
    /// <param name="features">D: number of features.</param>
    /// <param name="stateSize">n: states per feature and direction.</param>
    /// <param name="bidirectional">Whether a second average runs backwards; both contain the position itself.</param>
    /// <param name="truncation">Most positions that an average reads; 0: all.</param>
    public DampedAverage(long features, long stateSize, bool bidirectional, long truncation)
        : base(nameof(DampedAverage))
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        (_features, _bidirectional, _truncation) = (features, bidirectional, truncation);
        var rows = bidirectional ? 2 * features : features;
        delta = ModuleTensor.Parameter(randn(rows, stateSize, 1).mul(Scalars.Of(0.2)));
        alpha = ModuleTensor.Parameter(randn(rows, stateSize, 1).mul(Scalars.Of(0.2)));
        var signs = TensorRange.Of(stateSize, ScalarType.Float32).remainder(Scalars.Two).mul(Scalars.Of(-2)).Plus(1).view(1, -1, 1);
        beta = ModuleTensor.Parameter(randn(rows, stateSize, 1).mul(Scalars.Of(0.02)).Plus(signs));
        gamma = ModuleTensor.Parameter(randn(rows, stateSize));
        omega = ModuleTensor.Parameter(randn(features));
        RegisterComponents();
    }

    /// <summary>The average of whole sequences. Padding counts as zero in the average, but not in ω x.</summary>
    /// <param name="x">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, or null.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public Tensor Of(Tensor x, Tensor? lengths)
    {
        var length = x.shape[1];
        var taps = _truncation > 0 ? Math.Min(_truncation, length) : length;
        var kernel = System().Kernel(taps, null, x.dtype).Kernel;
        if (!_bidirectional)
        {
            return LongConvolution.Causal(x, kernel, null, lengths).squeeze(2).Plus(x * omega);
        }

        // LongConvolution's backward kernel begins one position later: the tap of lag 0 becomes the skip weight.
        Tensor forwards = kernel.narrow(1, 0, _features), backwards = kernel.narrow(1, _features, _features);
        var later = nn.functional.pad(backwards.narrow(2, 1, taps - 1), [0, 1]);
        return LongConvolution.Bidirectional(x, forwards, later, backwards.select(2, 0), lengths).squeeze(2).Plus(x * omega);
    }

    /// <summary>Zeros of the state's shape.</summary>
    /// <param name="batch">Number of sequences.</param>
    /// <returns><c>[batch, features, states]</c>.</returns>
    public Tensor NewState(long batch) => zeros([batch, _features, gamma.shape[1]], gamma.dtype, gamma.device);

    /// <summary>The average of a piece that continues a state.</summary>
    /// <param name="x">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances, or null.</param>
    /// <param name="state">h, <c>[batch, features, states]</c>.</param>
    /// <returns>The average, and the state after the piece.</returns>
    public (Tensor Output, Tensor Next) Continue(Tensor x, Tensor? lengths, Tensor state)
    {
        var system = System();
        var before = Complex(state.to(ScalarType.Float64));
        var (kernel, fromState) = system.Kernel(x.shape[1], before, x.dtype);
        var output = LongConvolution.Causal(x, kernel, null, lengths).squeeze(2)
            .Plus(fromState!.squeeze(1).transpose(1, 2))
            .Plus(x * omega);
        var next = system.Next(SequenceMask.Apply(x, lengths), lengths, before).real.to(state.dtype);
        return (output, next);
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) => new(null, 0);

    // Of real numbers: 2 Re Σ c e^{w l} with half of the coefficients.
    private DiagonalSystem System()
    {
        var p = delta.to(ScalarType.Float64).sigmoid().squeeze(2);
        var exponents = (p * alpha.to(ScalarType.Float64).sigmoid().squeeze(2)).neg().log1p();
        var input = p * beta.to(ScalarType.Float64).squeeze(2);
        var output = gamma.to(ScalarType.Float64).mul(Scalars.Of(0.5 / Math.Sqrt(gamma.shape[1])));
        return new DiagonalSystem(Complex(exponents), Complex(input).unsqueeze(0), Complex(output).unsqueeze(0));
    }

    private static Tensor Complex(Tensor real) => complex(real, zeros_like(real));
}
