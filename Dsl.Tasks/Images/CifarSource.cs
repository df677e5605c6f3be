using System.Formats.Tar;

namespace SerpentDsl.Tasks;

/// <summary>
/// CIFAR-10 in its binary form: the archive <c>cifar-10-binary.tar.gz</c> as published, or its files. An image takes 3,073 bytes: its
/// class, and 1,024 values each of red, green and blue. They become grey as in the literature, by the luma of ITU-R 601.
/// </summary>
internal sealed class CifarSource : ImageSource
{
    /// <summary>Pixels of an image.</summary>
    public const int Pixels = PixelsOfSide * PixelsOfSide;

    private const int PixelsOfSide = 32;
    private const int Classes = 10;
    private const int ImageBytes = 1 + (3 * Pixels);
    private const double HeldOut = 0.1;
    private const int SplitSeed = 42;
    private const string Archive = "cifar-10-binary.tar.gz";
    private const string Folder = "cifar-10-batches-bin";
    private const string PythonFolder = "cifar-10-batches-py";
    private const string PythonArchive = "cifar-10-python.tar.gz";

    private static readonly string[] s_batches =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    private readonly IReadOnlyList<SourceFile> _files;
    private readonly byte[][] _contents = new byte[s_batches.Length][];

    private CifarSource(IReadOnlyList<SourceFile> files)
    {
        _files = files;
    }

    /// <inheritdoc/>
    public override string Name => _files.Count == 1 ? _files[0].Name : Path.GetDirectoryName(_files[0].Path)!;

    /// <inheritdoc/>
    public override int Side => PixelsOfSide;

    /// <summary>Finds the data set.</summary>
    /// <exception cref="TaskDataException">It was not found; the message says what was searched for.</exception>
    public static CifarSource Find(string task, TaskFiles files)
    {
        if (files.FindSet([.. s_batches.Select(name => $"{Folder}/{name}")], s_batches) is { } batches)
        {
            return new CifarSource(batches);
        }

        if (files.Find(Archive, $"cifar/{Archive}") is { } archive)
        {
            return new CifarSource([archive]);
        }

        var python = files.Find(PythonArchive)?.Path ?? files.FindFolder(PythonFolder);
        throw python is null
            ? files.Missing(task, $"{Archive}, or the folder {Folder}")
            : new TaskDataException(
                $"{python} is the form of CIFAR-10 for Python, which holds pickled objects. Get {Archive}, the binary form, with 'data "
                    + $"fetch {task}'.");
    }

    /// <inheritdoc/>
    public override string MadeFrom(CancellationToken cancellation) =>
        $"grey images, a tenth held out, seed {SplitSeed}, from {string.Join(' ', _files.Select(file => file.Hash()))}";

    /// <inheritdoc/>
    public override IReadOnlyList<int[]> Splits(CancellationToken cancellation)
    {
        if (_files.Count == 1)
        {
            ReadArchive(_files[0], cancellation);
        }
        else
        {
            for (var batch = 0; batch < s_batches.Length; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var stream = _files[batch].Open();
                _contents[batch] = ReadBatch(stream, _files[batch].Name);
            }
        }

        var test = _contents[^1].Length / ImageBytes;
        var train = _contents.Sum(content => content.Length / ImageBytes) - test;
        var drawn = SplitDraw.Of([.. Enumerable.Range(0, train).Select(image => $"{LabelOf(image)}")], HeldOut, 0, SplitSeed);
        return
        [
            [.. Enumerable.Range(0, train).Where(image => drawn[image] == 0)],
            [.. Enumerable.Range(0, train).Where(image => drawn[image] == 1)],
            [.. Enumerable.Range(train, test)],
        ];
    }

    /// <inheritdoc/>
    public override GreyImage Read(int image)
    {
        var (batch, place) = Locate(image);
        var colours = _contents[batch].AsSpan((place * ImageBytes) + 1, 3 * Pixels);
        var grey = new byte[Pixels];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = Luma.Of(colours[i], colours[Pixels + i], colours[(2 * Pixels) + i]);
        }

        return new GreyImage(grey, LabelOf(image));
    }

    /// <inheritdoc/>
    public override string NameOf(int image) => $"{s_batches[Locate(image).Batch]}, image {Locate(image).Place:N0}";

    private byte LabelOf(int image)
    {
        var (batch, place) = Locate(image);
        return _contents[batch][place * ImageBytes];
    }

    private (int Batch, int Place) Locate(int image)
    {
        var batch = 0;
        for (; image >= _contents[batch].Length / ImageBytes; batch++)
        {
            image -= _contents[batch].Length / ImageBytes;
        }

        return (batch, image);
    }

    private void ReadArchive(SourceFile file, CancellationToken cancellation)
    {
        using var stream = file.Open();
        using var archive = new TarReader(stream);
        try
        {
            while (archive.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                var batch = Array.IndexOf(s_batches, entry.Name[(entry.Name.LastIndexOf('/') + 1)..]);
                if (batch >= 0 && entry.DataStream is { } data)
                {
                    _contents[batch] = ReadBatch(data, $"{file.Name}, member {entry.Name}");
                }
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new TaskDataException($"{file.Name} is damaged: {problem.Message} Get it again.", problem);
        }

        string[] missing = [.. s_batches.Where((_, batch) => _contents[batch] is null)];
        if (missing.Length > 0)
        {
            throw new TaskDataException($"{file.Name} has no {string.Join(" and no ", missing)}. Get it again.");
        }
    }

    private static byte[] ReadBatch(Stream stream, string name)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var bytes = content.ToArray();
        if (bytes.Length == 0 || bytes.Length % ImageBytes != 0)
        {
            throw new TaskDataException(
                $"{name} has {bytes.Length:N0} bytes, which is not a whole number of images of {ImageBytes:N0} bytes each. Get it again.");
        }

        for (var image = 0; image < bytes.Length / ImageBytes; image++)
        {
            if (bytes[image * ImageBytes] >= Classes)
            {
                throw new TaskDataException(
                    $"{name} is not in the binary form of CIFAR-10: image {image:N0} has the class {bytes[image * ImageBytes]}; classes "
                        + $"are 0 … {Classes - 1}. Get it again.");
            }
        }

        return bytes;
    }
}
