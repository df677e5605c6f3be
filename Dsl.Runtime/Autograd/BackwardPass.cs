using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace SerpentDsl.Autograd;

/// <summary>
/// A backward pass whose exceptions reach the caller. TorchSharp ends the process when a function's backward pass throws; ours record the
/// exception instead, give no gradient, and <see cref="Run"/> throws it when libtorch has returned.
/// </summary>
/// <remarks>
/// There is one instance per thread. On the CPU libtorch runs backward on the calling thread, on a GPU on threads of its own; a function
/// then reports to the instance of the thread that ran its forward pass.
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

    /// <summary>Whether <see cref="Run"/> is on its way. What functions kept is then freed as soon as they have used it.</summary>
    internal bool IsRunning => _isRunning;

    /// <summary>Whether a function has failed and nobody was told yet. The rest of the pass computes nothing.</summary>
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
    /// Adds the gradients of a loss to the parameters' gradients, like <c>loss.backward()</c>. In addition it throws the exception of a
    /// function that failed, and frees on the way what the functions of this library kept: the same loss has no second pass.
    /// </summary>
    /// <param name="loss">A tensor of one element that requires a gradient.</param>
    /// <exception cref="Exception">What a function's backward pass threw. Gradients are then incomplete; the next step works.</exception>
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

    /// <summary>Reports what a pass started with <c>Tensor.backward</c> could not throw.</summary>
    internal void ThrowPending()
    {
        if (TakeFailure() is { } failure)
        {
            throw new InvalidOperationException(
                $"An earlier backward pass failed, and gradients are incomplete: {failure.Message} Start backward passes with BackwardPass.Run(loss), "
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

    /// <summary>Keeps a gradient until libtorch has taken it, which is after the function that returns it has ended.</summary>
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
