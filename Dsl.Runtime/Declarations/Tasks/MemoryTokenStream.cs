namespace SerpentDsl.Tasks;

/// <summary>A stream over ids in memory.</summary>
internal sealed class MemoryTokenStream(ReadOnlyMemory<int> tokens) : TokenStream
{
    /// <inheritdoc/>
    public override long Count => tokens.Length;

    /// <inheritdoc/>
    protected override void ReadCore(long start, Span<int> target) => tokens.Span.Slice((int)start, target.Length).CopyTo(target);
}
