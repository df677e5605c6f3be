using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The parameters of H independent linear state-space systems x' = A x + B u, y = C x, and what can be computed from them: a convolution
/// kernel, or a recurrence. Parameter names and storage are the official code's: complex numbers as <c>[..., 2]</c>, A as −e^A_real −
/// i·A_imag.
/// </summary>
/// <remarks>
/// Everything of size features × state is computed in float64 whatever the parameters' type: this costs little compared with the
/// convolution, and the phases of weakly damped modes need the precision. Results have the parameters' type.
/// </remarks>
public abstract class StateSpaceKernel : nn.Module, IOptimizerHints
{
    private protected readonly Parameter inv_dt;
    private protected readonly Parameter C;
    private protected readonly Parameter B;
    private protected readonly Parameter A_real;
    private protected readonly Parameter? A_imag;

    private protected StateSpaceKernel(string name, StateSpaceOptions options, StateMatrix matrix, bool isReal)
        : base(name)
    {
        Options = options;
        Check(options);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var modes = matrix.Diagonal.shape[1];

        double low = Math.Log(options.MinDelta), high = Math.Log(options.MaxDelta);
        var logDelta = (rand([options.Features, options.DeltaTied ? 1 : modes], ScalarType.Float64) * Scalars.Of(high - low)).Plus(low);
        inv_dt = Trained(options.DeltaTransform == PositiveTransform.Exp ? logDelta : options.DeltaTransform.Invert(logDelta.exp()));
        // Complex normal with E|C|² = 1.
        var draw = randn([options.Channels, options.Features, modes, 2], ScalarType.Float64) * Scalars.Of(Math.Sqrt(0.5));
        var input = matrix.Input.unsqueeze(0);
        C = Trained(isReal ? draw.select(3, 0) : draw);
        B = Trained(isReal ? input.real : view_as_real(input));
        A_real = Trained(options.RealTransform.Invert(-matrix.Diagonal.real));
        A_imag = isReal ? null : Trained(options.ImaginaryTransform.Invert(-matrix.Diagonal.imag));
    }

    /// <summary>The options that the kernel was made with.</summary>
    public StateSpaceOptions Options { get; }

    private protected ScalarType RealType => C.dtype;

    private protected ScalarType ComplexType => C.dtype == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32;

    /// <summary>The convolution kernel, k_l = C Ā^l B̄.</summary>
    /// <param name="length">Number of taps.</param>
    /// <param name="rate">Multiplies Δ: 2 samples the same continuous system at half the frequency.</param>
    /// <returns><c>[channels, features, length]</c>, owned by the caller.</returns>
    public Tensor Kernel(long length, double rate = 1.0) => Kernels(length, rate, null).Kernel;

    /// <summary>The convolution kernel, and what an initial state adds to the outputs: C Ā^{l+1} s.</summary>
    /// <param name="length">Number of taps.</param>
    /// <param name="state">s, complex <c>[batch, features, modes]</c>.</param>
    /// <param name="rate">Factor on Δ, above 0; 1 is the rate of the training data.</param>
    /// <returns><c>[channels, features, length]</c> and <c>[batch, channels, features, length]</c>, owned by the caller.</returns>
    public (Tensor Kernel, Tensor FromState) Kernel(long length, Tensor state, double rate = 1.0)
    {
        CheckState(state);
        var (kernel, fromState) = Kernels(length, rate, state);
        return (kernel, fromState!);
    }

    /// <summary>The longest kernel that can be asked for, at rate 1.</summary>
    public virtual long LongestKernel => long.MaxValue;

    /// <summary>The cost of <see cref="Convolve"/> as a number of modes of a diagonal system; null: there is no such recurrence.</summary>
    internal virtual long? RecurrentModes => null;

    /// <summary>
    /// k ∗ u + D u by the recurrence; with two channels, the second channel is the kernel for the inputs after a position.
    /// </summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c> on the CPU.</param>
    /// <param name="skip">D, <c>[1, features]</c>.</param>
    /// <param name="rate">Factor on Δ, above 0; 1 is the rate of the training data.</param>
    /// <returns><c>[batch, length, 1, features]</c>, owned by the caller.</returns>
    internal virtual Tensor Convolve(Tensor u, Tensor skip, double rate) =>
        throw new NotSupportedException($"{GetType().Name} has no recurrence for whole sequences.");

    /// <summary>The form of the recurrence in the streaming form.</summary>
    internal abstract RecurrenceForm StreamingForm { get; }

    /// <summary>The state after a sequence, Ā^L s + Σ_l Ā^{L−1−l} B̄ u_l. Not differentiable, as in the official code.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, 0 or more, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <param name="state">s, complex <c>[batch, features, modes]</c>.</param>
    /// <returns>Complex, of the state's shape, owned by the caller.</returns>
    public abstract Tensor NextState(Tensor u, Tensor? lengths, Tensor state);

    /// <summary>
    /// The recurrence that computes the same as the convolution, one input at a time, with the current values of the parameters: after an
    /// optimizer step, make a new one.
    /// </summary>
    /// <param name="form">The representation of Ā.</param>
    /// <returns>The recurrence, owned by the caller.</returns>
    public abstract StateSpaceRecurrence Recurrence(RecurrenceForm form);

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) => parameterName switch
    {
        "inv_dt" => new OptimizerHint(null, 0),
        "A_real" or "A_imag" or "B" or "P" => new OptimizerHint(Options.LearningRate, 0),
        _ => default,
    };

    private protected abstract (Tensor Kernel, Tensor? FromState) Kernels(long length, double rate, Tensor? state);

    /// <summary>A trained parameter in the default type.</summary>
    private protected static Parameter Trained(Tensor value) =>
        ModuleTensor.Parameter(value.detach().to(get_default_dtype()).contiguous().clone());

    /// <summary>Δ in float64: <c>[features, 1]</c>, or <c>[features, modes]</c> where it is not tied.</summary>
    private protected Tensor Delta(double rate) => Options.DeltaTransform.Apply(inv_dt.to(ScalarType.Float64)) * Scalars.Of(rate);

    /// <summary>The diagonal of A in complex128, <c>[features, modes]</c>.</summary>
    private protected Tensor Diagonal()
    {
        var real = -Options.RealTransform.Apply(A_real.to(ScalarType.Float64));
        var imaginary = A_imag is null ? zeros_like(real) : -Options.ImaginaryTransform.Apply(A_imag.to(ScalarType.Float64));
        return PerFeature(complex(real, imaginary));
    }

    /// <summary>B in complex128, <c>[1, features, modes]</c>.</summary>
    private protected Tensor Input() => PerFeature(AsComplex(B));

    /// <summary>C in complex128, <c>[channels, features, modes]</c>.</summary>
    private protected Tensor Output() => AsComplex(C);

    private protected Tensor AsComplex(Tensor parameter)
    {
        var wide = parameter.to(ScalarType.Float64);
        return A_imag is null ? complex(wide, zeros_like(wide)) : view_as_complex(wide);
    }

    /// <summary>Gives every feature its copy: feature i uses copy i mod Copies.</summary>
    private protected Tensor PerFeature(Tensor copies) => SharedCopies.PerFeature(copies, Options.Features);

    private protected void CheckSequence(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(GetType().Name, u, null, Options.Features);
        SequenceShape.CheckPiece(GetType().Name, u, lengths);
    }

    private protected void CheckState(Tensor state)
    {
        var modes = A_real.shape[1];
        if (!state.is_complex() || state.dim() != 3 || state.shape[1] != Options.Features || state.shape[2] != modes)
        {
            throw new ArgumentException(
                $"The state is {state.dtype} [{string.Join(", ", state.shape)}]; complex [batch, {Options.Features}, {modes}] is needed.",
                nameof(state));
        }
    }

    private protected static void CheckLength(long length, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (!(rate > 0) || double.IsInfinity(rate))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate multiplies Δ; it must be positive and finite.");
        }
    }

    private static void Check(StateSpaceOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Channels, 1);
        SharedCopies.Check(options.Copies, options.Features, nameof(options));
        if (!(options.MinDelta > 0) || !(options.MinDelta <= options.MaxDelta) || double.IsInfinity(options.MaxDelta))
        {
            throw new ArgumentException(
                $"Δ is drawn from [{options.MinDelta}, {options.MaxDelta}]; 0 < MinDelta ≤ MaxDelta is needed.", nameof(options));
        }
    }
}
