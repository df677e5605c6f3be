using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <content>The streaming form.</content>
public sealed partial class CausalCompression
{
    /// <summary>
    /// The state before the first input: the last W − 1 inputs and their ages, how many inputs there were, the time less the number of
    /// points emitted, and the inner layer's output for the last point; its child is the inner layer's state.
    /// </summary>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="inner">The layer that runs over the points; maps <c>[batch, points, branch features]</c> to the same shape.</param>
    /// <returns>Owned by the caller.</returns>
    public StreamState NewState(long batch, StreamingLayer inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentNullException.ThrowIfNull(inner);
        var (type, device) = (A_c.dtype, A_c.device);
        return StreamState.Of(
            constants: [],
            children: [(s_stateNames[Inner], inner.NewState(batch))],
            [
                (s_stateNames[Inputs], zeros([batch, WindowSize - 1, Features], type, device)),
                (s_stateNames[Ages], zeros([batch, WindowSize - 1], ClockType, device)),
                (s_stateNames[Seen], zeros([batch], ScalarType.Int64, device)),
                (s_stateNames[Phase], zeros([batch], ClockType, device)),
                (s_stateNames[Held], zeros([batch, BranchFeatures], type, device)),
            ]).Differentiable();
    }

    /// <summary>
    /// Reads the next input of every sequence, runs the inner layer for the sequences that emit a point, and returns for each sequence the
    /// output for its last point.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="inner">The layer that runs over the points.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <returns><c>[batch, branch features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor u, StreamingLayer inner, StreamState state)
    {
        CheckStep(u, inner, state);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (IntegerTicks && FusedKernels.Fit(u, w_delta, b, mu, gamma, A_c, a_c, state[Inputs], state[Held]))
        {
            var output = empty([state.Batch, BranchFeatures], u.dtype);
            CompressionStep.Run(Parameters, Form, TensorMemory.Plain(u), inner, state, output);
            return output.MoveToOuterDisposeScope();
        }

        var interval = Clock(Intervals(u.unsqueeze(1), state[Seen]), null);
        var clock = state[Phase].Plus(interval.squeeze(1));
        var emitted = clock.ge(Due);
        clock = where(emitted, clock.sub(PointDistance), clock);
        var inputs = cat([state[Inputs], u.unsqueeze(1)], 1);
        var ages = cat([state[Ages].Plus(interval), zeros([u.shape[0], 1], ClockType, u.device)], 1);
        if (AnyPoint(emitted, out var everyRow))
        {
            var missing = Missing(state, TensorRange.Of(WindowSize, ScalarType.Int64, u.device));
            var basis = TimeBasis(Placement.Shift(ToTime(clock.unsqueeze(1).sub(ages))), missing);
            var point = nn.functional.linear(cat([inputs, basis], 2).view(u.shape[0], -1), A_c, a_c);
            var output = everyRow ? inner.Step(point, state.Child(0)) : inner.StepRows(point, emitted, state.Child(0));
            state.Replace(Held, where(emitted.unsqueeze(1), output, state[Held]));
        }

        state.Replace(Phase, clock);
        state.Replace(Inputs, inputs.narrow(1, 1, WindowSize - 1).clone());
        state.Replace(Ages, ages.narrow(1, 1, WindowSize - 1).clone());
        state.Replace(Seen, state[Seen].Plus(1));
        return state[Held].clone().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// <see cref="Step(Tensor, StreamingLayer, StreamState)"/> with its result written to memory of the caller. In float32 on a CPU it
    /// allocates neither tensors nor managed memory if the inner layer's step does not, and the inner layer runs only over the sequences
    /// that emit a point.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="inner">The layer that runs over the points.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <param name="output">Written to, <c>[batch, branch features]</c>; not the inputs.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor u, StreamingLayer inner, StreamState state, Tensor output)
    {
        CheckStep(u, inner, state);
        StepOutput.Check(nameof(CausalCompression), output, state.Batch, BranchFeatures);
        if (IntegerTicks && FusedKernels.FitInPlace(u, w_delta, b, mu, gamma, A_c, a_c, state[Inputs], state[Held], output))
        {
            CompressionStep.Run(Parameters, Form, u, inner, state, output);
            return output;
        }

        using var result = Step(u, inner, state);
        return StepOutput.Fill(nameof(CausalCompression), output, result);
    }

    /// <summary>
    /// Reads the next piece of every sequence, runs the inner layer over the points that it emits, and returns for each input the output
    /// for the last point emitted by then.
    /// </summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>; finite also beyond a sequence's length.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>, from 0 to the piece's length; null: all of
    /// it.</param>
    /// <param name="inner">The layer that runs over the points.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <returns><c>[batch, length, branch features]</c>, owned by the caller; unspecified beyond a sequence's length.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Chunk(Tensor u, Tensor? lengths, StreamingLayer inner, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(state);
        Check(u, lengths);
        CheckState(u, state);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var length = u.shape[1];
        var intervals = SequenceMask.Apply(Intervals(u, state[Seen]), lengths);
        // Time less the number of points emitted before the piece.
        var clock = state[Phase].detach().unsqueeze(1).Plus(Clock(intervals.detach(), lengths).cumsum(1));
        var clocks = cat([state[Phase].detach().unsqueeze(1).sub(state[Ages].detach()), clock], 1);
        var flow = state.IsForTraining && Learns ? ClockGradients.Of(state, intervals) : null;
        var inputs = cat([state[Inputs], u], 1);
        var counts = ResamplingIndices.EmissionCounts(clock, Placement);
        var held = state[Held].unsqueeze(1);
        if (AnyPoint(counts, out _))
        {
            var windows = Windows(ResamplingIndices.EmissionIndices(clock, Storage(counts, length), Placement));
            var points = Points(inputs, flow?.Through(ToTime(clocks)) ?? ToTime(clocks), windows, null, Missing(state, windows), counts);
            held = cat([held, inner.Chunk(points, counts, state.Child(0))], 1);
        }

        var outputs = CompressedSequence.ReadBack(held, ResamplingIndices.HeldPoints(clock, Placement).Plus(1));
        var ends = lengths ?? full([u.shape[0]], Scalars.Of(length), ScalarType.Int64, u.device);
        var kept = ends.unsqueeze(1).Plus(TensorRange.Of(WindowSize - 1, ScalarType.Int64, u.device));
        var last = clock.select(1, -1);
        state.Replace(Held, CompressedSequence.ReadBack(held, counts.unsqueeze(1)).squeeze(1));
        state.Replace(Inputs, CompressedSequence.ReadBack(inputs, kept));
        state.Replace(Ages, last.unsqueeze(1).sub(clocks.gather(1, kept)));
        state.Replace(Seen, state[Seen].Plus(ends));
        state.Replace(Phase, last.sub(counts.to(last.dtype).mul(PointDistance)));
        flow?.Keep(state, kept);
        return outputs.MoveToOuterDisposeScope();
    }

    private void CheckStep(Tensor u, StreamingLayer inner, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(state);
        if (u.dim() != 2 || u.size(0) == 0 || u.size(1) != Features)
        {
            throw new ArgumentException(
                $"A step of {nameof(CausalCompression)} reads [batch, {Features}], not {SequenceShape.Text(u)}.", nameof(u));
        }

        CheckType(u);
        CheckState(u, state);
    }

    private void CheckState(Tensor u, StreamState state)
    {
        state.CheckLayer(nameof(CausalCompression), u.size(0), s_stateNames);
        state.CheckTensor(nameof(CausalCompression), Inputs, WindowSize - 1, Features);
        state.CheckTensor(nameof(CausalCompression), Ages, WindowSize - 1);
        state.CheckTensor(nameof(CausalCompression), Seen);
        state.CheckTensor(nameof(CausalCompression), Phase);
        state.CheckTensor(nameof(CausalCompression), Held, BranchFeatures);
        if (state[Phase].dtype != ClockType)
        {
            throw new ArgumentException(
                $"The state's clock is {state[Phase].dtype}, that of the layer {ClockType}: {nameof(IntegerTicks)} was another when the "
                    + "state was made.",
                nameof(state));
        }
    }
}
