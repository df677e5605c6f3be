using System.Collections;
using Microsoft.Win32.SafeHandles;

namespace SerpentDsl.Tasks;

/// <summary>
/// Images of a split, whose pixels stay in a file, one byte each. They are read and become numbers when a row's values are asked for: the
/// images of PathX would take 13 GB of memory as numbers. The file is closed when nobody refers to the rows any more.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="path">Its path, for messages.</param>
/// <param name="start">Where the first image begins, in bytes.</param>
/// <param name="pixels">Pixels of an image.</param>
/// <param name="labels">The class of each image.</param>
internal sealed class PixelRows(SafeFileHandle file, string path, long start, int pixels, byte[] labels) : IReadOnlyList<SeriesExample>
{
    private readonly float[][] _targets = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(label => new float[] { label })];

    /// <inheritdoc/>
    public int Count => labels.Length;

    /// <inheritdoc/>
    public SeriesExample this[int index] =>
        new(new PixelValues(file, path, start + ((long)pixels * index), pixels).Memory, _targets[labels[index]]);

    /// <inheritdoc/>
    public IEnumerator<SeriesExample> GetEnumerator()
    {
        for (var row = 0; row < labels.Length; row++)
        {
            yield return this[row];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
