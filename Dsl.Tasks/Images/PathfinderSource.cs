using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// A folder of the official Pathfinder images, of which the hardest part is read, as in the literature: <c>curv_contour_length_14</c>
/// with <c>metadata/N.npy</c>, which are texts despite their names, and the PNG files that they list. A line has the folder, the file, a
/// number, and the class.
/// </summary>
internal sealed class PathfinderSource : ImageSource
{
    /// <summary>Names of the classes.</summary>
    public static readonly IReadOnlyList<string> Labels = ["apart", "joined"];

    /// <summary>How a model sees a grey value: from 0 to 1.</summary>
    public static readonly SeriesColumn Grey = new("grey", 0, byte.MaxValue);

    private const string Part = "curv_contour_length_14";
    private const string Metadata = "metadata";
    private const double HeldOut = 0.1;
    private const int SplitSeed = 42;
    private const int LabelCell = 3;
    private const byte FirstOfNumpy = 0x93;

    private static readonly char[] s_blanks = [' ', '\t'];

    private readonly string _folder;
    private readonly List<(string File, byte Label)> _images = [];

    private PathfinderSource(string folder, int side)
    {
        _folder = folder;
        Side = side;
    }

    /// <inheritdoc/>
    public override string Name => _folder;

    /// <inheritdoc/>
    public override int Side { get; }

    /// <summary>Loads the splits from the official folder of a size.</summary>
    /// <exception cref="TaskDataException">The folder is missing, or something in it is malformed.</exception>
    public static SeriesSplits Load(string task, int side, string drawn, TaskContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var files = new TaskFiles(context);
        var name = $"pathfinder{side}";
        if (files.FindFolder($"{name}/{Part}", $"pathfinder/{name}/{Part}", $"lra_release/{name}/{Part}", Part) is not { } folder)
        {
            throw new TaskDataException(
                $"{task} needs the folder {name}/{Part} of the Long Range Arena's release (lra_release.gz, unpacked) in "
                    + $"{string.Join(" or ", files.Roots)}. Name a folder that has it with --data (or SERPENT_DATA), or use the task "
                    + $"{drawn}, which draws such images.");
        }

        var source = new PathfinderSource(folder, side);
        source.ReadMetadata(cancellation);
        return ImageRows.Load(task, source, Grey, Labels, $"official images in {folder}; two tenths held out", context, cancellation);
    }

    /// <inheritdoc/>
    public override string MadeFrom(CancellationToken cancellation)
    {
        // The images themselves are too many to be read at every start: their names, classes and sizes stand for them.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = new byte[sizeof(long)];
        foreach (var (file, label) in _images)
        {
            cancellation.ThrowIfCancellationRequested();
            var info = new FileInfo(Path.Combine(_folder, file));
            BinaryPrimitives.WriteInt64LittleEndian(size, info.Exists ? info.Length : -1);
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData([label]);
            hash.AppendData(size);
        }

        return $"images of {Side} x {Side}, two tenths held out, seed {SplitSeed}, from {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int[]> Splits(CancellationToken cancellation)
    {
        var drawn = SplitDraw.Of([.. _images.Select(image => Labels[image.Label])], HeldOut, HeldOut, SplitSeed);
        return
        [
            .. Enumerable.Range(0, 3).Select(split => Enumerable.Range(0, drawn.Length).Where(image => drawn[image] == split).ToArray()),
        ];
    }

    /// <inheritdoc/>
    public override GreyImage Read(int image) => new(GreyPng.Read(NameOf(image), Side), _images[image].Label);

    /// <inheritdoc/>
    public override string NameOf(int image) => Path.Combine(_folder, _images[image].File);

    private void ReadMetadata(CancellationToken cancellation)
    {
        var folder = Path.Combine(_folder, Metadata);
        string[] lists = !Directory.Exists(folder) ? [] :
        [
            .. Directory.GetFiles(folder, "*.npy")
                .OrderBy(file => int.TryParse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture, out var number)
                    ? number
                    : int.MaxValue)
                .ThenBy(file => file, StringComparer.Ordinal),
        ];
        if (lists.Length == 0)
        {
            throw new TaskDataException($"{folder} has no lists of images (N.npy). Unpack the release again.");
        }

        foreach (var list in lists)
        {
            ReadList(list, cancellation);
        }

        if (_images.Count == 0)
        {
            throw new TaskDataException($"The lists in {folder} name no image. Unpack the release again.");
        }
    }

    private void ReadList(string list, CancellationToken cancellation)
    {
        var problems = new RowProblems(list);
        var before = _images.Count;
        using var reader = new LineReader(new SourceFile(list));
        while (reader.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.Line == 1 && line is [FirstOfNumpy, (byte)'N', ..])
            {
                throw new TaskDataException($"{list} is a NumPy array; the release has texts of that name. Unpack the release again.");
            }

            try
            {
                _images.Add(ReadRow(StrictText.Decode(line)));
            }
            catch (FormatException problem)
            {
                problems.Add(reader.Line, problem.Message);
            }
        }

        problems.ThrowIfAny(_images.Count - before);
    }

    private (string File, byte Label) ReadRow(string line)
    {
        var cells = line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length <= LabelCell)
        {
            throw new FormatException($"the row has {cells.Length} cells; it has at least four: folder, file, number and class.");
        }

        if (cells[LabelCell] is not ("0" or "1"))
        {
            throw new FormatException($"the class is '{cells[LabelCell]}'; it is 0 or 1.");
        }

        var file = Path.Combine(cells[0], cells[1]);
        var root = Path.GetFullPath(_folder) + Path.DirectorySeparatorChar;
        return Path.GetFullPath(Path.Combine(_folder, file)).StartsWith(root, StringComparison.Ordinal)
            ? (file, (byte)(cells[LabelCell] == "1" ? 1 : 0))
            : throw new FormatException($"'{file}' is outside of the folder.");
    }
}
