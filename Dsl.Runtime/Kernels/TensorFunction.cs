using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels;

/// <summary>What the runtime's own autograd functions have in common on TorchSharp's package.</summary>
public static class TensorFunctions
{
    [ThreadStatic]
    private static Exception? s_failure;

    [ThreadStatic]
    private static List<Tensor>? s_returned;

    [ThreadStatic]
    private static bool s_guarded;

    [ThreadStatic]
    private static long s_undefined;

    /// <summary>Tensors alive on this thread. TorchSharp counts an object for an undefined gradient as alive for ever; these are taken off.</summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount - s_undefined;

    [ThreadStatic]
    internal static DisposeScope? Applying;

    /// <summary>A backward pass through these functions: what they keep is let go on the way, and their exceptions arrive here.</summary>
    /// <param name="loss">A scalar.</param>
    public static void Backward(Tensor loss)
    {
        s_guarded = true;
        try
        {
            loss.backward();
        }
        finally
        {
            s_guarded = false;
            Release();
        }

        Exception? failure = s_failure;
        s_failure = null;
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    internal static bool Guarded => s_guarded;

    internal static void Fail(Exception exception) => s_failure ??= exception;

    internal static bool Failed => s_failure is not null;

    internal static void CountUndefined() => s_undefined++;

    internal static void Release()
    {
        if (s_returned is null)
            return;
        foreach (Tensor tensor in s_returned)
            tensor.Dispose();
        s_returned.Clear();
    }

    internal static void Returned(Tensor tensor) => (s_returned ??= []).Add(tensor);

    /// <summary>Saves tensors for the backward pass, also those made in a scope of the forward pass: TorchSharp reads the list only after it.</summary>
    internal static void Keep(this autograd.AutogradContext ctx, List<Tensor> tensors)
    {
        DisposeScope? current = CurrentDisposeScope;
        if (Applying is { } outer && current is not null && !ReferenceEquals(outer, current))
        {
            foreach (Tensor? tensor in tensors)
            {
                if (tensor is not null && current.Contains(tensor))
                    outer.Attach(tensor);
            }
        }

        ctx.save_for_backward(tensors);
    }
}

/// <summary>A function of several results.</summary>
/// <typeparam name="TSelf">Itself.</typeparam>
public abstract class MultiFunction<TSelf> : autograd.MultiTensorFunction<TSelf>
    where TSelf : MultiFunction<TSelf>, new()
{
    private const string Results = "TensorFunction.Results", Arguments = "TensorFunction.Arguments";

    /// <summary>Applies the function.</summary>
    /// <param name="vars">Arguments.</param>
    /// <returns>Its results, owned by the caller.</returns>
    protected internal static new List<Tensor> apply(params object[] vars)
    {
        DisposeScope? before = TensorFunctions.Applying;
        using var scope = NewDisposeScope();
        TensorFunctions.Applying = scope;
        try
        {
            List<Tensor> results = apply_internal(vars);
            foreach (Tensor result in results)
                result.MoveToOuterDisposeScope();
            return results;
        }
        finally
        {
            TensorFunctions.Applying = before;
        }
    }

    /// <inheritdoc/>
    public sealed override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads(false);
        ctx.save_data(Arguments, vars.Length);
        List<Tensor> results = Compute(ctx, vars);
        if (results.Count > 1)
            ctx.save_data(Results, results.Select(result => (result.shape, result.dtype, result.device)).ToArray());
        return results;
    }

    /// <inheritdoc/>
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        TensorFunctions.Release();
        try
        {
            var results = ((long[] Shape, ScalarType Type, Device Device)[]?)ctx.get_data(Results);
            List<Tensor> gradients = [];
            bool any = false;
            for (int i = 0; i < grad_outputs.Count; i++)
            {
                if (grad_outputs[i].IsInvalid)
                    TensorFunctions.CountUndefined();
                else
                    any = true;
            }

            if (!any || TensorFunctions.Failed)
                return None(ctx);
            using var scope = NewDisposeScope();
            for (int i = 0; i < grad_outputs.Count; i++)
            {
                Tensor gradient = grad_outputs[i];
                if (gradient.IsInvalid)
                    gradient = zeros(results![i].Shape, results[i].Type, results[i].Device);
                else
                    scope.Attach(gradient);
                gradients.Add(gradient);
            }

            List<Tensor> forInputs = Differentiate(ctx, gradients);
            foreach (Tensor? tensor in forInputs)
            {
                if (tensor is not null)
                {
                    tensor.DetachFromDisposeScope();
                    TensorFunctions.Returned(tensor);
                }
            }

            if (TensorFunctions.Guarded)
                ctx.Dispose();
            return forInputs;
        }
        catch (Exception exception) when (TensorFunctions.Guarded)
        {
            TensorFunctions.Fail(exception);
            return None(ctx);
        }
    }

    /// <summary>The forward pass.</summary>
    protected abstract List<Tensor> Compute(autograd.AutogradContext ctx, object[] vars);

    /// <summary>The backward pass.</summary>
    protected abstract List<Tensor> Differentiate(autograd.AutogradContext ctx, List<Tensor> grad_outputs);

    private static List<Tensor> None(autograd.AutogradContext ctx)
    {
        int count = (int)ctx.get_data(Arguments);
        return [.. Enumerable.Repeat<Tensor>(null!, count)];
    }
}

/// <summary>A function of one result.</summary>
/// <typeparam name="TSelf">Itself.</typeparam>
public abstract class SingleFunction<TSelf> : MultiFunction<TSelf>
    where TSelf : SingleFunction<TSelf>, new()
{
    /// <summary>Applies the function.</summary>
    /// <param name="vars">Arguments.</param>
    /// <returns>Its result, owned by the caller.</returns>
    protected internal static new Tensor apply(params object[] vars) => MultiFunction<TSelf>.apply(vars)[0];

    /// <inheritdoc/>
    protected sealed override List<Tensor> Compute(autograd.AutogradContext ctx, object[] vars) => [Evaluate(ctx, vars)];

    /// <inheritdoc/>
    protected sealed override List<Tensor> Differentiate(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => Differentiate(ctx, grad_outputs[0]);

    /// <summary>The forward pass.</summary>
    protected abstract Tensor Evaluate(autograd.AutogradContext ctx, object[] vars);

    /// <summary>The backward pass.</summary>
    protected abstract List<Tensor> Differentiate(autograd.AutogradContext ctx, Tensor grad_output);
}
