using static TorchSharp.torch;

namespace SerpentDsl.Autograd;

/// <summary>A <see cref="MultiResultFunction{TSelf}"/> of one result.</summary>
/// <typeparam name="TSelf">The function's own type.</typeparam>
public abstract class SingleResultFunction<TSelf> : MultiResultFunction<TSelf>
    where TSelf : SingleResultFunction<TSelf>, new()
{
    /// <summary>Calls the function.</summary>
    /// <param name="arguments">Tensors, which may need gradients, and other values; null is allowed.</param>
    /// <returns>The result, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">An earlier backward pass on this thread failed (<see cref="BackwardPass"/>).</exception>
    protected internal static new Tensor apply(params object[] arguments) => MultiResultFunction<TSelf>.apply(arguments)[0];

    /// <inheritdoc/>
    protected sealed override List<Tensor> Forward(FunctionContext context, object[] arguments) => [Evaluate(context, arguments)];

    /// <inheritdoc/>
    protected sealed override List<Tensor> Backward(FunctionContext context, List<Tensor> gradients) =>
        Differentiate(context, gradients[0]);

    /// <summary>Computes the result. Tensors made here are freed at the end, except the result and kept tensors.</summary>
    /// <param name="context">Keeps what the backward pass reads.</param>
    /// <param name="arguments">What the function was called with.</param>
    /// <returns>The result.</returns>
    protected abstract Tensor Evaluate(FunctionContext context, object[] arguments);

    /// <summary>Computes the gradients of the arguments. Tensors made here are freed at the end, except those returned.</summary>
    /// <param name="context">What the forward pass kept.</param>
    /// <param name="gradient">Gradient of the result, of its shape.</param>
    /// <returns>One gradient per argument; null if the argument is not a tensor or needs no gradient.</returns>
    protected abstract List<Tensor> Differentiate(FunctionContext context, Tensor gradient);
}
