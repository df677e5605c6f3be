namespace SerpentDsl.Serving;

/// <summary>Counts the requests that are worked on, and refuses further ones where there are too many or the server is stopping.</summary>
/// <param name="most">Requests at the same time.</param>
internal sealed class ServingGate(int most)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    /// <summary>Requests that are worked on.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Whether no further request is taken.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Lets a request in, or refuses it.</summary>
    /// <exception cref="RequestException">There are too many requests, or the server is stopping.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            if (IsStopping)
            {
                throw new RequestException(503, "The server is stopping and takes no further requests.");
            }

            if (_running == most)
            {
                throw new RequestException(429, $"The server works on {most} requests already; send this one again later.");
            }

            _running++;
        }
    }

    /// <summary>A request has ended.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _running--;
            if (IsStopping && _running == 0)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>Takes no further request.</summary>
    /// <returns>Completes when those that were let in have ended.</returns>
    public Task Stop()
    {
        lock (_lock)
        {
            IsStopping = true;
            if (_running == 0)
            {
                _idle.TrySetResult();
            }
        }

        return _idle.Task;
    }
}
