using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// The times and intervals of a resampled batch. The fused compression has no gradient for them, since hardly anybody asks: where somebody
/// does, they are computed once more from the inputs by torch operators, with the values as they are.
/// </summary>
internal sealed class ResamplingClock : IDisposable
{
    private readonly Tensor? _inputs;
    private Func<Tensor, (Tensor Times, Tensor Intervals)>? _differentiable;
    private Tensor _times;
    private Tensor _intervals;

    /// <summary>A clock whose tensors are as they should be, with or without gradient.</summary>
    /// <param name="times">t, float64 <c>[batch, length]</c>.</param>
    /// <param name="intervals">Δ, <c>[batch, length]</c>.</param>
    public ResamplingClock(Tensor times, Tensor intervals) => (_times, _intervals) = (times, intervals);

    /// <summary>A clock that gets its gradient when it is read while gradients are recorded.</summary>
    /// <param name="times">t without gradient.</param>
    /// <param name="intervals">Δ without gradient.</param>
    /// <param name="inputs">What they were made from.</param>
    /// <param name="differentiable">Both with their gradients, from the inputs.</param>
    public ResamplingClock(Tensor times, Tensor intervals, Tensor inputs, Func<Tensor, (Tensor Times, Tensor Intervals)> differentiable)
        : this(times, intervals) => (_inputs, _differentiable) = (inputs.alias(), differentiable);

    /// <summary>t, with its gradient where one is recorded.</summary>
    public Tensor Times => Current()._times;

    /// <summary>Δ, with its gradient where one is recorded.</summary>
    public Tensor Intervals => Current()._intervals;

    /// <summary>Moves what it owns to the dispose scope outside of the present one.</summary>
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
