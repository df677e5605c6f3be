namespace SerpentDsl.Tasks;

/// <summary>
/// Reads decompressed content and checks at its end that it is complete: .NET's own readers treat a truncated file as one that ends there.
/// </summary>
/// <param name="content">The unpacked content.</param>
/// <param name="archive">The archive that it is read from; disposed together with it.</param>
/// <param name="isComplete">Whether content of a given number of bytes is complete.</param>
internal sealed class UnpackedStream(Stream content, IDisposable archive, Func<long, bool> isComplete) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The content ends too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        _read += read;
        return read > 0 || buffer.IsEmpty || isComplete(_read)
            ? read
            : throw new InvalidDataException($"the content ends after {_read:N0} bytes, but there should be more");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            archive.Dispose();
        }

        base.Dispose(disposing);
    }
}
