using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// The times and intervals of a resampled batch. The fused compression computes no gradient for them, because it is rarely needed: when it
/// is, they are computed again from the inputs by torch operators, with the same values.
/// </summary>
internal sealed class ResamplingClock : IDisposable
{
    private readonly Tensor? _inputs;
    private Func<Tensor, (Tensor Times, Tensor Intervals)>? _differentiable;
    private Tensor _times;
    private Tensor _intervals;

    /// <summary>A clock of given tensors, with or without gradient.</summary>
    /// <param name="times">t, float64 <c>[batch, length]</c>.</param>
    /// <param name="intervals">Δ, <c>[batch, length]</c>.</param>
    public ResamplingClock(Tensor times, Tensor intervals) => (_times, _intervals) = (times, intervals);

    /// <summary>A clock whose gradient is computed only when it is read while gradients are recorded.</summary>
    /// <param name="times">t without gradient, float64 <c>[batch, length]</c>.</param>
    /// <param name="intervals">Δ without gradient, <c>[batch, length]</c>.</param>
    /// <param name="inputs">The inputs that both were computed from.</param>
    /// <param name="differentiable">Computes both from the inputs, with gradients.</param>
    public ResamplingClock(Tensor times, Tensor intervals, Tensor inputs, Func<Tensor, (Tensor Times, Tensor Intervals)> differentiable)
        : this(times, intervals) => (_inputs, _differentiable) = (inputs.alias(), differentiable);

    /// <summary>t, with its gradient where one is recorded.</summary>
    public Tensor Times => Current()._times;

    /// <summary>Δ, with its gradient where one is recorded.</summary>
    public Tensor Intervals => Current()._intervals;

    /// <summary>Moves its tensors to the dispose scope outside the current one.</summary>
    /// <returns>Itself.</returns>
    public ResamplingClock MoveToOuterDisposeScope()
    {
        _times.MoveToOuterDisposeScope();
        _intervals.MoveToOuterDisposeScope();
        _inputs?.MoveToOuterDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _times.Dispose();
        _intervals.Dispose();
        _inputs?.Dispose();
    }

    private ResamplingClock Current()
    {
        if (_differentiable is { } differentiable && is_grad_enabled())
        {
            using var scope = NewDisposeScope();
            var (times, intervals) = differentiable(_inputs!);
            (times, intervals) = (times.MoveToOtherDisposeScope(_times), intervals.MoveToOtherDisposeScope(_intervals));
            _times.Dispose();
            _intervals.Dispose();
            (_times, _intervals, _differentiable) = (times, intervals, null);
        }

        return this;
    }
}
