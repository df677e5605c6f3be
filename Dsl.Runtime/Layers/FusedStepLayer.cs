using SerpentDsl.Functions;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// A streaming layer whose step is one fused kernel, with torch operators as its reference path. Derived classes supply both steps and the
/// checks of their state; this class checks the arguments and chooses between the two.
/// </summary>
public abstract class FusedStepLayer : StreamingLayer
{
    private readonly long _features;

    private protected FusedStepLayer(string name, long features)
        : base(name) => _features = features;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public sealed override Tensor Step(Tensor u, StreamState state)
    {
        CheckStep(u, state);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (!StepKernelFits(u, state))
        {
            return ReferenceStep(u, state).MoveToOuterDisposeScope();
        }

        var output = empty([state.Batch, _features], u.dtype);
        RunStepKernel(TensorMemory.Plain(u), state, output);
        return output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public sealed override Tensor Step(Tensor u, StreamState state, Tensor output)
    {
        CheckStep(u, state);
        StepOutput.Check(GetType().Name, output, state.Batch, _features);
        if (!StepKernelFits(u, state) || !FusedKernels.FitInPlace(u, output))
        {
            return base.Step(u, state, output);
        }

        RunStepKernel(u, state, output);
        return output;
    }

    /// <summary>Whether the layer computes in 16 bits, too.</summary>
    private protected virtual bool ComputesHalf => false;

    /// <summary>Throws <see cref="InvalidOperationException"/> if the layer is bidirectional.</summary>
    private protected virtual void CheckCausal()
    {
    }

    /// <summary>Throws <see cref="ArgumentException"/> for a state of another layer, or of another number of sequences.</summary>
    private protected abstract void CheckState(StreamState state, long batch);

    /// <summary>Whether the fused kernel can run on these inputs and this state.</summary>
    private protected abstract bool StepKernelFits(Tensor u, StreamState state);

    /// <summary>The fused step, from contiguous inputs to a contiguous output, both <c>[batch, features]</c>; advances the state.</summary>
    private protected abstract void RunStepKernel(Tensor u, StreamState state, Tensor output);

    /// <summary>The step by torch operators; advances the state.</summary>
    private protected abstract Tensor ReferenceStep(Tensor u, StreamState state);

    private void CheckStep(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(state);
        CheckCausal();
        SequenceShape.CheckStep(GetType().Name, u, _features, ComputesHalf);
        CheckState(state, u.size(0));
    }
}
