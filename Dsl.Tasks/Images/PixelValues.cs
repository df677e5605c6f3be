using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SerpentDsl.Tasks;

/// <summary>The pixels of an image in a file as numbers, read again by every access: the length is known without reading.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Its path, for messages.</param>
/// <param name="start">Where the image begins, in bytes.</param>
/// <param name="pixels">Number of pixels.</param>
internal sealed class PixelValues(SafeFileHandle file, string path, long start, int pixels) : MemoryManager<float>
{
    /// <inheritdoc/>
    public override Memory<float> Memory => CreateMemory(pixels);

    /// <inheritdoc/>
    public override Span<float> GetSpan() => Read();

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = GCHandle.Alloc(Read(), GCHandleType.Pinned);
        unsafe
        {
            return new MemoryHandle((float*)handle.AddrOfPinnedObject() + elementIndex, handle);
        }
    }

    /// <summary>Nothing: a <see cref="MemoryHandle"/> frees what it pinned.</summary>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private float[] Read()
    {
        var bytes = ArrayPool<byte>.Shared.Rent(pixels);
        try
        {
            for (var done = 0; done < pixels;)
            {
                var read = RandomAccess.Read(file, bytes.AsSpan(done, pixels - done), start + done);
                done += read > 0
                    ? read
                    : throw new TaskDataException(
                        $"{path} became shorter while it was read. Run the command again; it makes the data again.");
            }

            var values = new float[pixels];
            for (var i = 0; i < pixels; i++)
            {
                values[i] = bytes[i];
            }

            return values;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
