using SerpentDsl.Kernels;
using SerpentDsl.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A layer around a state-space kernel: y = activation(k ∗ u + D u), by FFT. The official code's <c>FFTConv</c>, with its parameter
/// names (<c>D</c>, <c>kernel.*</c>).
/// </summary>
public class S4Convolution : SequenceLayer
{
    private protected readonly Parameter D;
    private protected readonly StateSpaceKernel kernel;
    private readonly int _channels;
    private readonly bool _bidirectional;
    private readonly Activation _activation;
    private readonly int? _maxTaps;

    /// <summary>Makes the layer and draws D from a normal distribution.</summary>
    /// <param name="kernel">The kernel; the layer owns it. A bidirectional layer needs two of its channels for each of its own, the forward ones first.</param>
    /// <param name="channels">Outputs per feature.</param>
    /// <param name="bidirectional">Whether every output also sees the inputs behind it.</param>
    /// <param name="activation">Applied at the end.</param>
    /// <param name="maxTaps">The kernel's greatest length, at rate 1; null: as long as the sequence.</param>
    public S4Convolution(StateSpaceKernel kernel, int channels, bool bidirectional, Activation activation, int? maxTaps)
        : base(nameof(S4Convolution))
    {
        ArgumentNullException.ThrowIfNull(kernel);
        int needed = bidirectional ? 2 * channels : channels;
        if (kernel.Options.Channels != needed)
            throw new ArgumentException($"A {(bidirectional ? "bidirectional " : "")}layer of {channels} channels needs a kernel of {needed}, not {kernel.Options.Channels}.", nameof(kernel));
        this.kernel = kernel;
        D = ModuleTensor.Parameter(randn(channels, kernel.Options.Features));
        _channels = channels;
        _bidirectional = bidirectional;
        _activation = activation;
        _maxTaps = maxTaps;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor u, Tensor? lengths) => Forward(u, lengths, 1.0);

    /// <summary>Applies the layer to a sequence that is sampled at another rate than it was trained on.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, or null.</param>
    /// <param name="rate">Multiplies Δ.</param>
    /// <returns><c>[batch, length, channels · features]</c>, channel by channel, owned by the caller.</returns>
    public Tensor Forward(Tensor u, Tensor? lengths, double rate)
    {
        CheckInput(u, lengths);
        using var scope = NewDisposeScope();
        Tensor valid = SequenceMask.Apply(u, lengths);
        Tensor taps = kernel.Kernel(Taps(u.shape[1], rate), rate);
        return Activate(Convolve(valid, taps)).MoveToOuterDisposeScope();
    }

    /// <summary>Applies the layer to the next piece of a longer sequence. Not for bidirectional layers.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="state">The state that the previous piece left, complex <c>[batch, features, modes]</c>.</param>
    /// <returns>Outputs as of <see cref="Forward"/>, and the state after the piece (without gradient); both owned by the caller.</returns>
    public (Tensor Output, Tensor State) ForwardFrom(Tensor u, Tensor state)
    {
        CheckInput(u, null);
        if (_bidirectional)
            throw new InvalidOperationException("A bidirectional layer sees the future; it has no state to start from.");
        long length = u.shape[1], taps = Taps(length, 1.0);
        if (taps < length)
            throw new ArgumentException($"A piece of length {length} is longer than the kernel's greatest length, {taps}.", nameof(u));
        using var scope = NewDisposeScope();
        (Tensor response, Tensor fromState) = kernel.Kernel(taps, state);
        Tensor y = Convolve(u, response) + fromState.permute(0, 3, 1, 2);
        return (Activate(y).MoveToOuterDisposeScope(), kernel.NextState(u, state).MoveToOuterDisposeScope());
    }

    /// <summary>The recurrence of the layer's kernel, for <see cref="Step"/>.</summary>
    /// <param name="form">How it represents the state matrix.</param>
    /// <returns>Owned by the caller; to be made anew after every change of the parameters.</returns>
    public StateSpaceRecurrence Recurrence(RecurrenceForm form)
    {
        if (_bidirectional)
            throw new InvalidOperationException("A bidirectional layer sees the future; it cannot run step by step.");
        return kernel.Recurrence(form);
    }

    /// <summary>Applies the layer to one input per sequence.</summary>
    /// <param name="recurrence">From <see cref="Recurrence"/>.</param>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="state">The state before, from <see cref="StateSpaceRecurrence.InitialState"/> or the last step.</param>
    /// <returns>Outputs <c>[batch, channels · features]</c> and the state after; both owned by the caller.</returns>
    public (Tensor Output, Tensor State) Step(StateSpaceRecurrence recurrence, Tensor u, Tensor state)
    {
        ArgumentNullException.ThrowIfNull(recurrence);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (Tensor y, Tensor next) = recurrence.Step(u, state);
        Tensor sum = (y + (u.unsqueeze(1) * D)).unsqueeze(1);
        return (Activate(sum).squeeze(1).MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    /// <summary>Refuses a sequence that the layer was not made for.</summary>
    /// <param name="length">Its length.</param>
    private protected virtual void CheckLength(long length)
    {
    }

    private long Taps(long length, double rate) =>
        _maxTaps is { } max ? Math.Min(length, (long)Math.Round(max / rate)) : length;

    // k ∗ u + D u, [batch, length, channels, features].
    private Tensor Convolve(Tensor u, Tensor taps)
    {
        Tensor forward = WithSkip(taps.narrow(0, 0, _channels), D);
        return _bidirectional
            ? LongConvolution.Bidirectional(u, forward, taps.narrow(0, _channels, _channels))
            : LongConvolution.Causal(u, forward);
    }

    /// <summary>Adds D to the tap of lag 0: the skip connection then costs nothing.</summary>
    internal static Tensor WithSkip(Tensor taps, Tensor skip) =>
        cat([taps.narrow(2, 0, 1) + skip.unsqueeze(-1), taps.narrow(2, 1, taps.shape[2] - 1)], 2);

    // [batch, length, channels, features] flattened and activated.
    private Tensor Activate(Tensor y)
    {
        Tensor flat = y.flatten(2);
        return _activation == Activation.Gelu ? ExactGelu.Apply(flat) : flat;
    }

    private void CheckInput(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(GetType().Name, u, lengths, kernel.Options.Features);
        CheckLength(u.shape[1]);
    }
}
