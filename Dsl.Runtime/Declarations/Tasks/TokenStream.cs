namespace SerpentDsl.Tasks;

/// <summary>
/// A long sequence of token ids that is read in pieces. Any number of threads may read at once. For a stream on disk the operating system
/// decides what is kept in memory, so many processes can share it.
/// </summary>
public abstract class TokenStream : IDisposable
{
    /// <summary>Number of tokens.</summary>
    public abstract long Count { get; }

    /// <summary>The token at a position.</summary>
    /// <param name="index">The position, 0 … <see cref="Count"/> − 1.</param>
    public int this[long index]
    {
        get
        {
            Span<int> one = stackalloc int[1];
            Read(index, one);
            return one[0];
        }
    }

    /// <summary>A stream over ids in memory.</summary>
    /// <param name="tokens">The ids; not copied.</param>
    public static TokenStream Of(ReadOnlyMemory<int> tokens) => new MemoryTokenStream(tokens);

    /// <summary>Reads consecutive tokens.</summary>
    /// <param name="start">Position of the first one.</param>
    /// <param name="target">Receives the tokens; its length is the number to read.</param>
    /// <exception cref="ArgumentOutOfRangeException">Some of the tokens lie outside the stream.</exception>
    public void Read(long start, Span<int> target)
    {
        if (start < 0 || start > Count - target.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"Tokens {start:N0} … {start + target.Length - 1:N0} were asked of a stream of {Count:N0}.");
        }

        ReadCore(start, target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads consecutive tokens that lie inside the stream.</summary>
    /// <param name="start">Position of the first one.</param>
    /// <param name="target">Receives the tokens.</param>
    protected abstract void ReadCore(long start, Span<int> target);

    /// <summary>Closes what the stream reads from.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
