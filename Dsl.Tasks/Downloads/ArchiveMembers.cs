using System.Formats.Tar;
using System.IO.Compression;
using SerpentDsl.Io;
namespace SerpentDsl.Tasks.Downloads;

/// <summary>
/// Extracts single files from a gzipped tar archive. The caller gives the target paths; paths in the archive are never used.
/// </summary>
internal static class ArchiveMembers
{
    /// <summary>Extracts the first file of each name.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="members">File names without folders, and the relative paths to write them to.</param>
    /// <param name="folder">Folder that those paths are relative to.</param>
    /// <param name="progress">Receives the name of each file; may be null.</param>
    /// <param name="cancellation">Stops between two members; no incomplete file is left.</param>
    /// <exception cref="TaskDataException">The archive is damaged, or lacks a file.</exception>
    public static void Take(
        string archive,
        IReadOnlyDictionary<string, string> members,
        string folder,
        IProgress<TaskProgress>? progress,
        CancellationToken cancellation)
    {
        HashSet<string> missing = [.. members.Keys];
        try
        {
            using var file = File.OpenRead(archive);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            using var reader = new TarReader(unpacked);
            while (missing.Count > 0 && reader.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !missing.Remove(name))
                {
                    continue;
                }

                progress?.Report(new TaskProgress($"taking {name} out of {Path.GetFileName(archive)}", 0, 0));
                var target = Path.Combine(folder, members[name]);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                AtomicFile.Write(target, output => entry.DataStream?.CopyTo(output));
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new TaskDataException($"{archive} is damaged: {problem.Message} Remove it and download it again.", problem);
        }

        if (missing.Count > 0)
        {
            throw new TaskDataException(
                $"{archive} has no {string.Join(" and no ", missing.Order(StringComparer.Ordinal))}. Remove it and name another place with "
                    + "--from.");
        }
    }
}
