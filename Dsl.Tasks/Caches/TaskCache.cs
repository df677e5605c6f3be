using System.Security.Cryptography;
using System.Text;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks;

/// <summary>
/// One cached file of a task. Its folder is named by a fingerprint of what the content was made from (settings and the hashes of the
/// sources), so that different contents never have the same name. Format: the eight bytes <c>SERPDAT1</c>, the SHA-256 of all that follows,
/// the text that describes the sources, the content.
/// </summary>
public sealed class TaskCache
{
    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("SERPDAT1");

    private readonly TaskContext _context;
    private readonly string _madeFrom;

    /// <summary>Names a cached file; nothing is read or written yet.</summary>
    /// <param name="context">Gives the cache folder.</param>
    /// <param name="task">Name of the task.</param>
    /// <param name="madeFrom">Everything that the content depends on, in one line.</param>
    public TaskCache(TaskContext context, string task, string madeFrom)
    {
        _context = context;
        _madeFrom = madeFrom;
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(madeFrom)).AsSpan(0, 6));
        Folder = Path.Combine(context.CacheFolder, $"{task}-{fingerprint}");
        File = Path.Combine(Folder, "data.bin");
    }

    /// <summary>The folder of this content.</summary>
    public string Folder { get; }

    /// <summary>The cached file.</summary>
    public string File { get; }

    /// <summary>Reads the cached content, and makes it first if it is missing or damaged.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="make">Writes the content.</param>
    /// <param name="read">Reads it back.</param>
    /// <exception cref="TaskDataException">The cache cannot be read or written.</exception>
    public T ReadOrMake<T>(Action<BinaryWriter> make, Func<BinaryReader, T> read)
    {
        try
        {
            if (!_context.Rebuild && System.IO.File.Exists(File))
            {
                try
                {
                    return Read(read);
                }
                catch (Exception problem) when (problem is InvalidDataException or FormatException or EndOfStreamException)
                {
                    _context.Progress?.Report(
                        new TaskProgress($"the cache {File} is of no use ({problem.Message}): making it again", 0, 0));
                }
            }

            Directory.CreateDirectory(Folder);
            Write(make);
            return Read(read);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TaskDataException($"The data cannot be kept in {File}: {CauseOf(problem)} Name another cache folder.", problem);
        }
    }

    private void Write(Action<BinaryWriter> make) => AtomicFile.Write(File, file =>
    {
        file.Write(s_magic);
        file.Write(new byte[SHA256.HashSizeInBytes]);
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashed, Encoding.UTF8))
        {
            writer.Write(_madeFrom);
            make(writer);
        }

        file.Position = s_magic.Length;
        file.Write(hash.Hash!);
    });

    private T Read<T>(Func<BinaryReader, T> read)
    {
        using var file = System.IO.File.OpenRead(File);
        Span<byte> head = stackalloc byte[s_magic.Length + SHA256.HashSizeInBytes];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.StartsWith(s_magic))
        {
            throw new InvalidDataException("it is no data cache of this version");
        }

        if (!head[s_magic.Length..].SequenceEqual(SHA256.HashData(file)))
        {
            throw new InvalidDataException("its checksum does not fit its content");
        }

        file.Position = head.Length;
        using var reader = new BinaryReader(file, Encoding.UTF8);
        return reader.ReadString() == _madeFrom ? read(reader) : throw new InvalidDataException("it was made from something else");
    }

    /// <summary>The system's message, which does not say when a file stands where a folder is needed.</summary>
    private string CauseOf(Exception problem)
    {
        for (var above = Path.GetFullPath(Folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if (System.IO.File.Exists(above))
            {
                return $"{above} is a file, not a folder.";
            }
        }

        return problem.Message;
    }
}
