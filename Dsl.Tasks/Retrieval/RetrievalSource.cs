using System.Security.Cryptography;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// Finds and reads citation pairs: <c>new_aan_pairs.{train,eval,test}.tsv</c> of the Long Range Arena (label, two ids, two texts),
/// or <c>acl_pairs.{train,eval,test}.tsv</c> (label, two ids) with the texts in <c>acl_docs.tsv</c> (id, text); each also gzipped.
/// Nothing in them is quoted.
/// </summary>
internal sealed class RetrievalSource
{
    /// <summary>
    /// The most UTF-8 bytes that any variant of the task reads; documents that are equal in these bytes count as one.
    /// </summary>
    private const int TellingBytes = 16_000;

    private static readonly string[] s_splits = ["train", "eval", "test"];
    private static readonly string[] s_aanFolders =
    [
        "", "retrieval", "aan", "tsv_data", "lra_release/tsv_data", "lra_release/lra_release/tsv_data"
    ];
    private static readonly string[] s_aclFolders = ["", "retrieval"];

    private readonly IReadOnlyList<SourceFile> _pairs;
    private readonly SourceFile? _documents;

    private RetrievalSource(IReadOnlyList<SourceFile> pairs, SourceFile? documents)
    {
        _pairs = pairs;
        _documents = documents;
    }

    /// <summary>Where the pairs are from, for messages.</summary>
    public string Name =>
        (_documents is null ? "AAN pairs of the Long Range Arena in " : "ACL citation pairs in ") + Path.GetDirectoryName(_pairs[0].Path);

    /// <summary>Finds the pairs; those of the Long Range Arena are preferred.</summary>
    /// <exception cref="TaskDataException">The pairs were not found, or files are missing.</exception>
    public static RetrievalSource Find(string task, TaskFiles files)
    {
        if (
            files.FindSet(
                [
                    .. s_aanFolders.Select(folder => s_splits.Select(split => Path.Combine(folder, $"new_aan_pairs.{split}.tsv")).ToArray())
                ]) is { } aan)
        {
            return new RetrievalSource(aan, null);
        }

        return files.FindSet(
            [
                .. s_aclFolders.Select(
                    folder => s_splits.Select(split => $"acl_pairs.{split}.tsv").Append("acl_docs.tsv").Select(
                        name => Path.Combine(folder, name)).ToArray())
            ]) is [.. var pairs,
            var documents]
            ? new RetrievalSource(pairs, documents)
            : throw files.Missing(
                task,
                "new_aan_pairs.train.tsv, .eval.tsv and .test.tsv of the Long Range Arena, or acl_pairs.train.tsv, .eval.tsv, .test.tsv "
                    + "and acl_docs.tsv,");
    }

    /// <summary>A hash of the content.</summary>
    public string Hash() => string.Join(' ', _pairs.Append(_documents).OfType<SourceFile>().Select(file => file.Hash()));

    /// <summary>Reads all pairs.</summary>
    /// <param name="table">Receives the documents.</param>
    /// <param name="progress">Receives the name of each file; may be null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>Training, validation and test split.</returns>
    /// <exception cref="TaskDataException">Rows are malformed.</exception>
    public PackedSplit[] Read(DocumentTable table, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        Func<RowReader> makeReader;
        if (_documents is null)
        {
            var known = new Dictionary<UInt128, int>();
            makeReader = () => (line, rows) => ReadWithTexts(line, rows, known, table);
        }
        else
        {
            progress?.Report(new TaskProgress($"reading {_documents.Name}", 0, 0));
            var known = ReadDocuments(_documents, table, cancellation);
            makeReader = () => (line, rows) => ReadWithIds(line, rows, known);
        }

        return [.. _pairs.Select(file => ReadSplit(file, makeReader(), progress, cancellation))];
    }

    private static PackedSplit ReadSplit(SourceFile file, RowReader read, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new TaskProgress($"reading {file.Name}", 0, 0));
        var rows = new PairRows();
        ReadRows(file, line => read(line, rows), () => rows.Count, cancellation);
        return rows.Count > 0 ? rows.Pack() : throw new TaskDataException($"{file.Name} has no rows. Get it again.");
    }

    private static Dictionary<string, int> ReadDocuments(SourceFile file, DocumentTable table, CancellationToken cancellation)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        ReadRows(
            file,
            line =>
            {
                Span<Range> columns = stackalloc Range[2];
                PairRows.Cut(line, columns, "id and text");
                var id = StrictText.Decode(line[columns[0]]);
                if (!known.TryAdd(id, known.Count))
                {
                    throw new FormatException($"the document {id} is there already.");
                }

                known[id] = table.Add(StrictText.Decode(line[columns[1]]));
            },
            () => known.Count,
            cancellation);
        return known;
    }

    private static void ReadRows(SourceFile file, Action<ReadOnlySpan<byte>> read, Func<int> sound, CancellationToken cancellation)
    {
        var problems = new RowProblems(file.Name);
        using var reader = new LineReader(file);
        while (reader.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                read(line);
            }
            catch (FormatException problem)
            {
                problems.Add(reader.Line, problem.Message);
            }
        }

        problems.ThrowIfAny(sound());
    }

    private static void ReadWithIds(ReadOnlySpan<byte> line, PairRows rows, Dictionary<string, int> known)
    {
        Span<Range> columns = stackalloc Range[3];
        PairRows.Cut(line, columns, "label and two ids");
        var label = PairRows.ReadLabel(line[columns[0]]);
        rows.Add(label, Find(line[columns[1]]), Find(line[columns[2]]));

        int Find(ReadOnlySpan<byte> id) => known.TryGetValue(Encoding.UTF8.GetString(id), out var document)
            ? document
            : throw new FormatException($"there is no document {Encoding.UTF8.GetString(id)}.");
    }

    private static void ReadWithTexts(ReadOnlySpan<byte> line, PairRows rows, Dictionary<UInt128, int> known, DocumentTable table)
    {
        Span<Range> columns = stackalloc Range[5];
        PairRows.Cut(line, columns, "label, two ids and two texts");
        var label = PairRows.ReadLabel(line[columns[0]]);
        rows.Add(label, Find(line[columns[3]]), Find(line[columns[4]]));

        int Find(ReadOnlySpan<byte> text)
        {
            var key = BitConverter.ToUInt128(SHA256.HashData(text[..Math.Min(text.Length, TellingBytes)]));
            if (!known.TryGetValue(key, out var document))
            {
                document = table.Add(StrictText.Decode(text));
                known.Add(key, document);
            }

            return document;
        }
    }

    private delegate void RowReader(ReadOnlySpan<byte> line, PairRows rows);
}
