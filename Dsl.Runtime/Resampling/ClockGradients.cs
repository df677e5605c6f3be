using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// The gradients of the times of a piece's inputs, and of the W − 1 inputs before it. Times count ticks, which have no gradient; each time
/// is the sum of all intervals up to its input, also of those in earlier pieces. So the state carries from piece to piece, beside its
/// ticks, numbers that are zero and have the gradients of these sums (<see cref="StreamState.Carrier"/>).
/// </summary>
internal sealed class ClockGradients
{
    // Of the W − 1 inputs before the piece, then of the piece's own, float64 [batch, W − 1 + length].
    private readonly Tensor _times;

    private ClockGradients(Tensor times) => _times = times;

    /// <summary>The gradients for the next piece.</summary>
    /// <param name="state">The state of a <see cref="CausalCompression"/> before the piece.</param>
    /// <param name="intervals">The piece's intervals with their gradient, float64 <c>[batch, length]</c>, zero at padding.</param>
    public static ClockGradients Of(StreamState state, Tensor intervals)
    {
        var now = (state.Carrier(CausalCompression.Phase) ?? zeros([state.Batch], ScalarType.Float64, intervals.device)).unsqueeze(1);
        var ages = state.Carrier(CausalCompression.Ages) ?? zeros_like(state[CausalCompression.Ages], ScalarType.Float64);
        return new ClockGradients(cat([now.sub(ages), now.Plus(intervals.cumsum(1))], 1));
    }

    /// <summary>The times, unchanged, with their gradients.</summary>
    /// <param name="times">Times of the inputs before the piece and of its own, float64.</param>
    public Tensor Through(Tensor times) => Zero(_times).Plus(times);

    /// <summary>Leaves in the state the gradients of its clock after the piece.</summary>
    /// <param name="state">The state.</param>
    /// <param name="kept">Which inputs the state keeps, int64 <c>[batch, W − 1]</c>, as indices into the times.</param>
    public void Keep(StreamState state, Tensor kept)
    {
        var now = _times.select(1, -1);
        state.Carry(CausalCompression.Phase, Zero(now));
        state.Carry(CausalCompression.Ages, Zero(now.unsqueeze(1).sub(_times.gather(1, kept))));
    }

    private static Tensor Zero(Tensor x) => x.sub(x.detach());
}
