namespace SerpentDsl.Experiments.Interruption;

/// <summary>
/// What is done when the user has asked the process to stop and the work does not: a native call cannot be interrupted. The process then
/// ends in spite of it, after what can be saved is saved.
/// </summary>
internal static class LastResort
{
    private static readonly Lock s_lock = new();
    private static readonly List<Func<string>> s_savers = [];
    private static int s_holds;

    /// <summary>Whether something is being finished that must not be cut off, such as a file that is written.</summary>
    public static bool IsHeld => Volatile.Read(ref s_holds) > 0;

    /// <summary>Keeps the process alive until the result is disposed.</summary>
    public static IDisposable Hold()
    {
        Interlocked.Increment(ref s_holds);
        return new Release(() => Interlocked.Decrement(ref s_holds));
    }

    /// <summary>Registers what is to be saved.</summary>
    /// <param name="save">Saves on another thread than the one that works, and never lets that one go on; says in a sentence what is
    /// saved.</param>
    /// <returns>Ends the registration when disposed.</returns>
    public static IDisposable Register(Func<string> save)
    {
        lock (s_lock)
        {
            s_savers.Add(save);
        }

        return new Release(() =>
        {
            lock (s_lock)
            {
                s_savers.Remove(save);
            }
        });
    }

    /// <summary>Saves what is registered.</summary>
    /// <returns>What was saved, a sentence each.</returns>
    public static IReadOnlyList<string> Save()
    {
        Func<string>[] savers;
        lock (s_lock)
        {
            savers = [.. s_savers];
        }

        return [.. savers.Select(save => save())];
    }

    private sealed class Release(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
