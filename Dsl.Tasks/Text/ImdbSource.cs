using System.Formats.Tar;
using System.Security.Cryptography;

namespace SerpentDsl.Tasks;

/// <summary>
/// Reads the large film review set in any of its forms: <c>train.tsv</c> and <c>test.tsv</c> (label, rating, number, text; also gzipped),
/// the archive <c>aclImdb_v1.tar.gz</c> as published, or its unpacked folder <c>aclImdb</c>. The archive is read as a stream; the names in
/// it are never used as paths.
/// </summary>
internal sealed class ImdbSource
{
    private const string Archive = "aclImdb_v1.tar.gz";
    private const string Unpacked = "aclImdb";

    private readonly IReadOnlyList<SourceFile> _tables;
    private readonly SourceFile? _archive;
    private readonly string? _folder;

    private ImdbSource(IReadOnlyList<SourceFile> tables, SourceFile? archive, string? folder)
    {
        _tables = tables;
        _archive = archive;
        _folder = folder;
    }

    /// <summary>Where the reviews are from, for messages.</summary>
    public string Name => _archive?.Name ?? _folder ?? string.Join(", ", _tables.Select(table => table.Name));

    /// <summary>Finds the data set.</summary>
    /// <exception cref="TaskDataException">The data set was not found; the message says what was searched for.</exception>
    public static ImdbSource Find(string task, TaskFiles files)
    {
        if (files.FindSet(["imdb/train.tsv", "imdb/test.tsv"], ["train.tsv", "test.tsv"]) is { } tables)
        {
            return new ImdbSource(tables, null, null);
        }

        if (files.Find(Archive, $"imdb/{Archive}") is { } archive)
        {
            return new ImdbSource([], archive, null);
        }

        return files.FindFolder(Unpacked, $"imdb/{Unpacked}") is { } folder
            ? new ImdbSource([], null, folder)
            : throw files.Missing(task, $"{Archive}, the folder {Unpacked}, or imdb/train.tsv.gz and imdb/test.tsv.gz");
    }

    /// <summary>A hash of the content.</summary>
    public string Hash(CancellationToken cancellation)
    {
        if (_folder is null)
        {
            return string.Join(' ', _tables.Append(_archive).OfType<SourceFile>().Select(file => file.Hash()));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (isTrain, label, path) in FilesOf(_folder))
        {
            cancellation.ThrowIfCancellationRequested();
            var content = File.ReadAllBytes(path);
            hash.AppendData([(byte)(isTrain ? 1 : 0), label, .. BitConverter.GetBytes(content.Length)]);
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads all reviews.</summary>
    /// <exception cref="TaskDataException">A row is malformed, or a half has no review of a class.</exception>
    public (List<Review> Train, List<Review> Test) Read(CancellationToken cancellation)
    {
        (List<Review> Train, List<Review> Test) read = _archive is not null ? ReadArchive(_archive, cancellation)
            : _folder is not null ? ReadFolder(_folder, cancellation)
            : (ReadTable(_tables[0], cancellation), ReadTable(_tables[1], cancellation));
        foreach (var (half, reviews) in new[] { ("train", read.Train), ("test", read.Test) })
        {
            var positive = reviews.Count(review => review.Label == 1);
            if (positive == 0 || positive == reviews.Count)
            {
                throw new TaskDataException(
                    $"{Name} has {positive:N0} positive and {reviews.Count - positive:N0} negative reviews in its {half} half; it must "
                        + "have both. Get it again.");
            }
        }

        return read;
    }

    private static List<Review> ReadTable(SourceFile file, CancellationToken cancellation)
    {
        var reviews = new List<Review>();
        var problems = new RowProblems(file.Name);
        using var reader = new LineReader(file);
        while (reader.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                reviews.Add(ReadRow(line));
            }
            catch (FormatException problem)
            {
                problems.Add(reader.Line, problem.Message);
            }
        }

        problems.ThrowIfAny(reviews.Count);
        return reviews;
    }

    /// <summary>Label, rating, number and text; the text is the rest of the line and may contain tabs.</summary>
    private static Review ReadRow(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[0] is not ((byte)'0' or (byte)'1') || line[1] != '\t')
        {
            throw new FormatException("the row does not begin with the label 0 or 1 and a tab.");
        }

        var label = (byte)(line[0] - '0');
        for (var column = 0; column < 3; column++)
        {
            var tab = line.IndexOf((byte)'\t');
            if (tab < 0)
            {
                throw new FormatException($"the row has {column + 1} columns; it has four: label, rating, number and text.");
            }

            line = line[(tab + 1)..];
        }

        return new Review(label, StrictText.Decode(line));
    }

    private static (List<Review> Train, List<Review> Test) ReadArchive(SourceFile file, CancellationToken cancellation)
    {
        var train = new List<Review>();
        var test = new List<Review>();
        var problems = new RowProblems(file.Name);
        using var stream = file.Open();
        using var archive = new TarReader(stream);
        long member = 0;
        try
        {
            while (archive.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                member++;
                if (entry.DataStream is not { } data || HalfOf(entry.Name) is not var (isTrain, label))
                {
                    continue;
                }

                using var content = new MemoryStream();
                data.CopyTo(content);
                Add(isTrain ? train : test, label, content.ToArray(), problems, member);
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new TaskDataException($"{file.Name} is damaged after member {member:N0}: {problem.Message} Get it again.", problem);
        }

        problems.ThrowIfAny(train.Count + test.Count);
        return (train, test);
    }

    private static (List<Review> Train, List<Review> Test) ReadFolder(string folder, CancellationToken cancellation)
    {
        var train = new List<Review>();
        var test = new List<Review>();
        foreach (var (isTrain, label, path) in FilesOf(folder))
        {
            cancellation.ThrowIfCancellationRequested();
            var problems = new RowProblems(path);
            Add(isTrain ? train : test, label, File.ReadAllBytes(path), problems, 1);
            problems.ThrowIfAny(0);
        }

        return (train, test);
    }

    private static void Add(List<Review> reviews, byte label, byte[] content, RowProblems problems, long line)
    {
        try
        {
            reviews.Add(new Review(label, StrictText.Decode(content)));
        }
        catch (FormatException problem)
        {
            problems.Add(line, problem.Message);
        }
    }

    private static IEnumerable<(bool IsTrain, byte Label, string Path)> FilesOf(string folder) =>
        from half in new[] { "train", "test" }
        from label in new[] { "neg", "pos" }
        let inner = Path.Combine(folder, half, label)
        where Directory.Exists(inner)
        from path in Directory.GetFiles(inner, "*.txt").Order(StringComparer.Ordinal)
        select (half == "train", (byte)(label == "pos" ? 1 : 0), path);

    /// <summary>The half and class of a member such as <c>aclImdb/train/pos/0_9.txt</c>; null for other members.</summary>
    private static (bool IsTrain, byte Label)? HalfOf(string member)
    {
        var parts = member.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is [.., "train" or "test", "pos" or "neg", var name] && name.EndsWith(".txt", StringComparison.Ordinal)
            ? (parts[^3] == "train", (byte)(parts[^2] == "pos" ? 1 : 0))
            : null;
    }
}
