using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks;

/// <summary>
/// A data file that a task reads: plain, gzip (with one gzip member; recognised by its first bytes) or one member of a zip archive. It is
/// only ever read as a stream; nothing is unpacked to disk.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="member">Name of the member when the file is a zip archive; else null.</param>
public sealed class SourceFile(string path, string? member = null)
{
    /// <summary>The file, and the member in it, for messages.</summary>
    public string Name { get; } = member is null ? path : $"{path}, member {member}";

    /// <summary>The file on disk.</summary>
    public string Path => path;

    /// <summary>Opens the unpacked content.</summary>
    /// <exception cref="TaskDataException">There is no such file, it is a pipe, it is named <c>.gz</c> but not packed, or the archive is
    /// damaged or lacks the member.</exception>
    public Stream Open()
    {
        if (RegularFile.Problem(path, mayBeEmpty: true) is { } problem)
        {
            throw new TaskDataException(problem);
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            if (member is not null)
            {
                return OpenMember(file);
            }

            Span<byte> magic = stackalloc byte[2];
            var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
            return isGzip ? OpenGzip(file)
                : !path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file
                : throw new TaskDataException(
                    $"{path} is named .gz, but is no gzip file: its first bytes are not 1F 8B. Pack it again, or rename it.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 of the file on disk, in hexadecimal.</summary>
    public string Hash()
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static UnpackedStream OpenGzip(FileStream file)
    {
        // A gzip file ends with the length of its content, modulo 2³².
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        file.Seek(-Math.Min(trailer.Length, file.Length), SeekOrigin.End);
        file.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        file.Position = 0;
        return new UnpackedStream(new GZipStream(file, CompressionMode.Decompress), file, read => (uint)read == length);
    }

    private Stream OpenMember(FileStream file)
    {
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException problem)
        {
            throw new TaskDataException($"{path} is no intact zip archive: {problem.Message} Get it again.", problem);
        }

        return archive.GetEntry(member!) is { } entry
            ? new UnpackedStream(entry.Open(), archive, read => read == entry.Length)
            : throw new TaskDataException($"{path} has no member {member}. Get the archive again.");
    }
}
