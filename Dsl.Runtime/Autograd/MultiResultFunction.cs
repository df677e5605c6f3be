using static TorchSharp.torch;

namespace SerpentDsl.Autograd;

/// <summary>
/// A differentiable function with a gradient of its own and several results. Unlike TorchSharp's function it owns every tensor: those made
/// in a pass are freed at its end, except results, gradients and tensors kept by <see cref="FunctionContext.Save"/>. Exceptions of the
/// backward pass go to <see cref="BackwardPass"/>. Without gradients nothing is recorded, which costs less.
/// </summary>
/// <remarks>
/// Return a result only if it is used: TorchSharp leaks one tensor for the missing gradient of an unused result. Instances are shared
/// between calls and threads, so they hold no state. docs/reference/torchsharp.md lists the faults of TorchSharp that this class avoids.
/// </remarks>
/// <typeparam name="TSelf">The function's own type.</typeparam>
public abstract class MultiResultFunction<TSelf> : autograd.MultiTensorFunction<TSelf>
    where TSelf : MultiResultFunction<TSelf>, new()
{
    private const string Context = "SerpentDsl.Context";

    private static readonly TSelf s_function = new();

    /// <inheritdoc/>
    public override string Name => typeof(TSelf).Name;

    /// <summary>Calls the function.</summary>
    /// <param name="arguments">Tensors, which may need gradients, and other values; null is allowed.</param>
    /// <returns>The results, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">An earlier backward pass on this thread failed (<see cref="BackwardPass"/>).</exception>
    protected internal static new List<Tensor> apply(params object[] arguments)
    {
        var pass = BackwardPass.OfThread;
        pass.ThrowPending();
        using var scope = NewDisposeScope();
        var results = is_grad_enabled() && NeedsGradient(arguments)
            ? apply_internal(arguments)
            : s_function.Forward(new FunctionContext(pass), arguments);
        foreach (var result in results)
        {
            result.MoveToOuterDisposeScope();
        }

        return results;
    }

    /// <inheritdoc/>
    public sealed override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var context = new FunctionContext(BackwardPass.OfThread) { Native = ctx, Arguments = vars.Length };
        ctx.save_data(Context, context);
        ctx.set_materialize_grads(false);
        var results = Forward(context, vars);
        context.HandOver();
        if (results.Count > 1)
        {
            context.Results = [.. results.Select(result => (result.shape, result.dtype, result.device))];
        }

        return results;
    }

    /// <inheritdoc/>
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var context = (FunctionContext)ctx.get_data(Context);
        var pass = BackwardPass.OfThread is { IsRunning: true } running ? running : context.Pass;
        pass.Release();
        using var scope = NewDisposeScope();
        try
        {
            if (pass.HasFailed || grad_outputs.TrueForAll(static gradient => gradient.IsInvalid))
            {
                return None(context);
            }

            var incoming = new List<Tensor>(grad_outputs.Count);
            for (var i = 0; i < grad_outputs.Count; i++)
            {
                incoming.Add(grad_outputs[i].IsInvalid ? Zeros(context, i) : grad_outputs[i]);
            }

            var gradients = Backward(context, incoming);
            for (var i = 0; i < gradients.Count; i++)
            {
                if (gradients[i] is { } gradient)
                {
                    // A gradient that was passed in is freed below.
                    gradients[i] = grad_outputs.Contains(gradient, ReferenceEqualityComparer.Instance) ? gradient.alias() : gradient;
                    pass.Return(gradients[i].DetachFromDisposeScope());
                }
            }

            return gradients;
        }
        catch (Exception exception)
        {
            pass.Fail(exception);
            return None(context);
        }
        finally
        {
            foreach (var gradient in grad_outputs)
            {
                gradient.Dispose();
            }

            if (pass.IsRunning)
            {
                ctx.Dispose();
            }
        }
    }

    /// <summary>Computes the results. Tensors made here are freed at the end, except results and kept tensors.</summary>
    /// <param name="context">Keeps what the backward pass reads.</param>
    /// <param name="arguments">What the function was called with.</param>
    /// <returns>The results.</returns>
    protected abstract List<Tensor> Forward(FunctionContext context, object[] arguments);

    /// <summary>Computes the gradients of the arguments. Tensors made here are freed at the end, except those returned.</summary>
    /// <param name="context">What the forward pass kept.</param>
    /// <param name="gradients">Gradients of the results, each of its result's shape; zeros for an unused result.</param>
    /// <returns>One gradient per argument; null if the argument is not a tensor or needs no gradient.</returns>
    protected abstract List<Tensor> Backward(FunctionContext context, List<Tensor> gradients);

    private static bool NeedsGradient(object[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is Tensor { requires_grad: true })
            {
                return true;
            }
        }

        return false;
    }

    private static Tensor Zeros(FunctionContext context, int result)
    {
        var (shape, type, device) = context.Results[result];
        return zeros(shape, type, device);
    }

    private static List<Tensor> None(FunctionContext context) => [.. Enumerable.Repeat<Tensor>(null!, context.Arguments)];
}
