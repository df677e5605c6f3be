using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A discretised system x ← Ā x + B̄ u, y = C x, with the parameters' values at construction. It keeps no state of its own: the caller
/// carries the state from step to step. Gradients do not flow through it.
/// </summary>
public abstract class StateSpaceRecurrence : IDisposable
{
    /// <summary>
    /// Pieces of up to so many positions go through the recurrence: on a CPU that is faster than computing and transforming their kernel.
    /// </summary>
    internal const long FasterUpTo = 96;

    private readonly long _modes;

    private protected StateSpaceRecurrence(IReadOnlyList<Tensor> tensors)
    {
        Tensors = tensors;
        _modes = OutputMatrix.shape[2];
    }

    /// <summary>The tensors that define the recurrence; the last one is C.</summary>
    internal IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>C, complex <c>[channels, features, modes]</c>; y = Re(C x).</summary>
    private protected Tensor OutputMatrix => Tensors[^1];

    /// <summary>The state before the first input.</summary>
    /// <param name="batch">Number of sequences.</param>
    /// <returns>Complex zeros <c>[batch, features, modes]</c>, owned by the caller.</returns>
    public Tensor InitialState(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return zeros([batch, OutputMatrix.shape[1], _modes], OutputMatrix.dtype, OutputMatrix.device);
    }

    /// <summary>Applies the recurrence to one input per sequence.</summary>
    /// <param name="u">Inputs, <c>[batch, features]</c>.</param>
    /// <param name="state">The state before, complex <c>[batch, features, modes]</c>.</param>
    /// <returns>Outputs, <c>[batch, channels, features]</c>, and the state after; both owned by the caller.</returns>
    public (Tensor Output, Tensor State) Step(Tensor u, Tensor state)
    {
        var features = OutputMatrix.shape[1];
        if (u.dim() != 2 || u.shape[1] != features || !state.shape.SequenceEqual([u.shape[0], features, _modes]))
        {
            throw new ArgumentException(
                $"Inputs [{string.Join(", ", u.shape)}] and state [{string.Join(", ", state.shape)}] do not fit: [batch, {features}] and "
                    + $"[batch, {features}, {_modes}] are needed.",
                nameof(u));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var next = Advance(u, state);
        var output = (OutputMatrix * next.unsqueeze(1)).sum(3).real.clone();
        return (output.MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract Tensor Advance(Tensor u, Tensor state);
}
