using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace SerpentDsl.Autograd;

/// <summary>
/// A backward pass whose exceptions reach the caller. TorchSharp ends the process when a function's backward pass throws; the functions of
/// this library record the exception and return no gradient, and <see cref="Run"/> throws it after libtorch has returned.
/// </summary>
/// <remarks>
/// There is one instance per thread. On the CPU libtorch runs backward on the calling thread, on a GPU on its own threads; a function
/// reports to the instance of the thread that ran its forward pass.
/// </remarks>
public sealed class BackwardPass
{
    [ThreadStatic]
    private static BackwardPass? s_ofThread;

    private readonly Lock _lock = new();
    private readonly List<Tensor> _returned = [];
    private Exception? _failure;
    private volatile bool _isRunning;

    private BackwardPass()
    {
    }

    internal static BackwardPass OfThread => s_ofThread ??= new();

    /// <summary>Whether <see cref="Run"/> is running. Kept tensors are then freed as soon as a function has used them.</summary>
    internal bool IsRunning => _isRunning;

    /// <summary>Whether a function has failed and its exception was not thrown yet. The rest of the pass computes nothing.</summary>
    internal bool HasFailed
    {
        get
        {
            lock (_lock)
            {
                return _failure is not null;
            }
        }
    }

    /// <summary>
    /// Adds the gradients of a loss to the parameters' gradients, like <c>loss.backward()</c>. It also throws the exception of a failed
    /// function, and frees the tensors that the functions of this library kept, so the same loss cannot run backward twice.
    /// </summary>
    /// <param name="loss">A tensor of one element that requires a gradient.</param>
    /// <exception cref="Exception">The exception of a function's backward pass. Gradients are then incomplete; the next pass is not
    /// affected.</exception>
    public static void Run(Tensor loss)
    {
        var pass = OfThread;
        pass.ThrowPending();
        var isInner = pass._isRunning;
        pass._isRunning = true;
        try
        {
            loss.backward();
        }
        finally
        {
            pass._isRunning = isInner;
            pass.Release();
        }

        if (pass.TakeFailure() is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Throws the recorded exception of a pass that was started with <c>Tensor.backward</c>.</summary>
    internal void ThrowPending()
    {
        if (TakeFailure() is { } failure)
        {
            throw new InvalidOperationException(
                $"An earlier backward pass failed, and gradients are incomplete: {failure.Message} Start backward passes with "
                    + "BackwardPass.Run(loss), "
                + "which throws this where it happens.",
                failure);
        }
    }

    internal void Fail(Exception failure)
    {
        lock (_lock)
        {
            _failure ??= failure;
        }
    }

    /// <summary>
    /// Keeps a gradient alive until libtorch has its own reference, which is after the function that returns it has ended.
    /// </summary>
    internal void Return(Tensor gradient)
    {
        lock (_lock)
        {
            _returned.Add(gradient);
        }
    }

    /// <summary>Frees the gradients that functions before this one returned: libtorch has its own references by now.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            foreach (var gradient in _returned)
            {
                gradient.Dispose();
            }

            _returned.Clear();
        }
    }

    private Exception? TakeFailure()
    {
        lock (_lock)
        {
            var failure = _failure;
            _failure = null;
            return failure;
        }
    }
}
