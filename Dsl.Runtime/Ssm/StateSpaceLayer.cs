using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A layer of linear state-space systems, one or more per feature: y = activation(k ∗ u + D u). Whole sequences and longer pieces go
/// through an FFT, single positions through the discretised recurrence x ← Ā x + B̄ u.
/// </summary>
/// <remarks>
/// The state is x, complex <c>[batch, features, modes]</c>; its constants are the recurrence, discretised in float64 and kept in the
/// parameters' type. Rounding errors do not accumulate in long streams: every mode is damped, so they decay like the inputs do.
/// </remarks>
public abstract class StateSpaceLayer : StreamingLayer
{
    private const string State = "x";

    private readonly int _features;
    private readonly int _channels;
    private readonly bool _bidirectional;
    private readonly Activation _activation;

    private protected StateSpaceLayer(string name, int features, int channels, bool bidirectional, Activation activation)
        : base(name)
    {
        _features = features;
        _channels = channels;
        _bidirectional = bidirectional;
        _activation = activation;
    }

    /// <summary>The longest piece that is computed with one kernel.</summary>
    private protected abstract long LongestPiece { get; }

    /// <summary>How the recurrence of the streaming form represents Ā.</summary>
    private protected abstract RecurrenceForm StreamingForm { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths) => Forward(u, lengths, 1.0);

    /// <summary>Applies the layer to a sequence that is sampled at another rate than it was trained on.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, or null.</param>
    /// <param name="rate">Factor on Δ, above 0; 1 is the rate of the training data.</param>
    /// <returns><c>[batch, length, channels · features]</c>, channel by channel, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor u, Tensor? lengths, double rate)
    {
        SequenceShape.Check(GetType().Name, u, lengths, _features);
        CheckLength(u.shape[1]);
        using var scope = NewDisposeScope();
        var y = Recurs(u, rate) ? Recur(SequenceMask.Apply(u, lengths), rate) : Convolve(u, lengths, Taps(u.shape[1], rate));
        return Activate(y).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override StreamState NewState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        SequenceShape.CheckType(GetType().Name, SkipWeights);
        using var scope = NewDisposeScope();
        using var recurrence = Recurrence(StreamingForm);

        // As a kernel reads them: contiguous, without a pending conjugation.
        Tensor[] constants = [.. recurrence.Tensors.Select(tensor => tensor.resolve_conj().contiguous().clone())];
        return StreamState.Of(constants, [], [(State, recurrence.InitialState(batch))]).Differentiable();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Step(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        CheckCausal();
        SequenceShape.CheckStep(GetType().Name, u, _features);
        CheckState(state, u.shape[0]);
        var (output, next) = Step(RecurrenceOver(state.Constants), u, state[0]);
        state.Replace(0, next);
        return output;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Step(Tensor u, StreamState state, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(state);
        CheckCausal();
        SequenceShape.CheckStep(GetType().Name, u, _features);
        if (_channels != 1 || state.Constants.Count == 0 || !FusedKernels.FitInPlace(u, SkipWeights, output)
            || !RecurrenceStep.Fits(state[0], state.Constants))
        {
            return base.Step(u, state, output);
        }

        state.CheckLayer(GetType().Name, u.size(0), State);
        StepOutput.Check(GetType().Name, output, state.Batch, _features);
        RecurrenceStep.Run(StreamingForm, state.Constants, state.InPlace(0), u, SkipWeights, _activation == Activation.Gelu, output);
        return output;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        CheckCausal();
        SequenceShape.Check(GetType().Name, u, null, _features);
        SequenceShape.CheckPiece(GetType().Name, u, lengths);
        CheckState(state, u.shape[0]);
        long length = u.shape[1], longest = LongestPiece;
        if (length <= StateSpaceRecurrence.FasterUpTo && !state.IsForTraining)
        {
            return base.Chunk(u, lengths, state);
        }

        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        List<Tensor> outputs = [];
        for (long from = 0; from < length; from += longest)
        {
            var count = Math.Min(longest, length - from);
            var ends = lengths?.sub(Scalars.Of(from)).clamp(Scalars.Zero, Scalars.Of(count));
            var (output, next) = ForwardFrom(u.narrow(1, from, count), ends, state[0]);
            state.Replace(0, next);
            outputs.Add(output);
        }

        return (outputs.Count == 1 ? outputs[0] : cat(outputs, 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Applies the layer to the next piece of a longer sequence, by FFT.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>, from 0 to the piece's length; null: all of
    /// it.</param>
    /// <param name="state">The state that the previous piece left, complex <c>[batch, features, modes]</c>.</param>
    /// <returns>Outputs as of <see cref="Forward"/>, and the state after the piece; both owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or the piece is longer than the kernel.</exception>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public (Tensor Output, Tensor State) ForwardFrom(Tensor u, Tensor? lengths, Tensor state)
    {
        CheckCausal();
        SequenceShape.Check(GetType().Name, u, null, _features);
        SequenceShape.CheckPiece(GetType().Name, u, lengths);
        var length = u.shape[1];
        if (LongestPiece < length)
        {
            throw new ArgumentException(
                $"A piece of length {length} is longer than the kernel's greatest length, {LongestPiece}.", nameof(u));
        }

        using var scope = NewDisposeScope();
        var valid = SequenceMask.Apply(u, lengths);
        var (response, fromState) = TapsFrom(length, state);
        var y = Convolve(valid, null, response).Plus(fromState.permute(0, 3, 1, 2));
        return (Activate(y).MoveToOuterDisposeScope(), NextState(u, lengths, state).MoveToOuterDisposeScope());
    }

    /// <summary>The recurrence of the layer's systems, for <see cref="Step(StateSpaceRecurrence, Tensor, Tensor)"/>.</summary>
    /// <param name="form">The representation of Ā.</param>
    /// <returns>Owned by the caller; valid until the parameters change.</returns>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public StateSpaceRecurrence Recurrence(RecurrenceForm form)
    {
        CheckCausal();
        return MakeRecurrence(form);
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
        var (y, next) = recurrence.Step(u, state);
        var sum = y.Plus(u.unsqueeze(1) * Skip()).unsqueeze(1);
        return (Activate(sum).squeeze(1).MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    /// <summary>Refuses a sequence that is longer than the layer supports.</summary>
    /// <param name="length">Its length.</param>
    private protected virtual void CheckLength(long length)
    {
    }

    /// <summary>D, <c>[features]</c> or <c>[channels, features]</c>.</summary>
    private protected abstract Tensor SkipWeights { get; }

    /// <summary>D, <c>[channels, features]</c>, in the current dispose scope.</summary>
    private protected Tensor Skip() => SkipWeights.view(_channels, _features);

    /// <summary>The kernel for a sequence, <c>[directions · channels, features, taps]</c>.</summary>
    private protected abstract Tensor Taps(long length, double rate);

    /// <summary>
    /// The cost of <see cref="Recur"/> as a number of modes of a diagonal system; null: there is no such recurrence for this length.
    /// </summary>
    private protected virtual long? RecurrentModes(long length, double rate) => null;

    /// <summary>k ∗ u + D u by the recurrence, <c>[batch, length, 1, features]</c>, in the current dispose scope.</summary>
    private protected virtual Tensor Recur(Tensor u, double rate) =>
        throw new NotSupportedException($"{GetType().Name} has no recurrence for whole sequences.");

    /// <summary>The kernel, and what an initial state adds to the outputs, <c>[batch, channels, features, length]</c>.</summary>
    private protected abstract (Tensor Kernel, Tensor FromState) TapsFrom(long length, Tensor state);

    /// <summary>The state after a piece.</summary>
    private protected abstract Tensor NextState(Tensor u, Tensor? lengths, Tensor state);

    /// <summary>A recurrence with the parameters' current values, owned by the caller.</summary>
    private protected abstract StateSpaceRecurrence MakeRecurrence(RecurrenceForm form);

    /// <summary>The recurrence of the streaming form over tensors that it does not own.</summary>
    private StateSpaceRecurrence RecurrenceOver(IReadOnlyList<Tensor> tensors) => StreamingForm == RecurrenceForm.LowRank
        ? new LowRankRecurrence(tensors)
        : new DiagonalRecurrence(tensors);

    /// <summary>Whether there is a recurrence for whole sequences that is expected to be faster than Fourier transforms.</summary>
    private bool Recurs(Tensor u, double rate) =>
        _channels == 1
        && FusedKernels.Fit(u, Skip())
        && RecurrentModes(u.shape[1], rate) is { } modes
        && ConvolutionChoice.For(modes, u.shape[1], u.shape[0], _bidirectional ? 2 : 1) == ConvolutionAlgorithm.Recurrence;

    /// <summary>k ∗ u + D u, <c>[batch, length, channels, features]</c>; padding counts as zero.</summary>
    private Tensor Convolve(Tensor u, Tensor? lengths, Tensor taps)
    {
        var forward = taps.narrow(0, 0, _channels);
        return _bidirectional
            ? LongConvolution.Bidirectional(u, forward, taps.narrow(0, _channels, _channels), Skip(), lengths)
            : LongConvolution.Causal(u, forward, Skip(), lengths);
    }

    // [batch, length, channels, features] flattened and activated.
    private Tensor Activate(Tensor y)
    {
        var flat = y.flatten(2);
        return _activation == Activation.Gelu ? ExactGelu.Apply(flat) : flat;
    }

    private void CheckCausal()
    {
        if (_bidirectional)
        {
            throw new InvalidOperationException(
                $"A bidirectional {GetType().Name} sees the future: it has no streaming form. Make it with bidirectional: false.");
        }
    }

    private void CheckState(StreamState state, long batch)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.CheckLayer(GetType().Name, batch, State);
        var output = state.IsForTraining || state.Constants.Count == 0 ? state[0] : state.Constants[^1];
        if (state[0].dim() != 3 || state[0].shape[1] != _features || output.shape[^1] != state[0].shape[2])
        {
            throw new ArgumentException(
                $"{GetType().Name} keeps a state of [batch, {_features}, modes], not {SequenceShape.Text(state[0])}; make one with its "
                    + "NewState.",
                nameof(state));
        }
    }
}
