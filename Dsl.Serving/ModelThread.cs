using System.Collections.Concurrent;

namespace SerpentDsl.Serving;

/// <summary>
/// The one thread that runs a model. libtorch uses all cores for one call, and keeps a team of workers for each thread that calls it; so
/// requests take turns here, one batch or one token at a time, in the order in which they ask.
/// </summary>
internal sealed class ModelThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    /// <param name="name">Name of the thread.</param>
    public ModelThread(string name)
    {
        _thread = new Thread(Work) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Does some work on the thread when its turn comes.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Work that waits is not begun any more.</param>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    public Task<T> Run<T>(Func<T> work, CancellationToken cancellation)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() => Do(work, result, cancellation), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(ServedModel), "The model is not served any more.");
        }

        return result.Task;
    }

    /// <summary>Ends the thread, after the work that waits.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private static void Do<T>(Func<T> work, TaskCompletionSource<T> result, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            result.SetCanceled(cancellation);
            return;
        }

        try
        {
            result.SetResult(work());
        }
        catch (OperationCanceledException stop)
        {
            result.SetCanceled(stop.CancellationToken);
        }
        catch (Exception problem)
        {
            // The caller gets whatever goes wrong; the thread goes on for the others.
            result.SetException(problem);
        }
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
