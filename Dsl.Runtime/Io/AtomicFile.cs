namespace SerpentDsl.Io;

/// <summary>Writes files that are either complete or absent, whenever the process ends.</summary>
public static class AtomicFile
{
    private const string TemporaryExtension = ".tmp";

    /// <summary>
    /// Writes a file under a temporary name beside its own, flushes it to the disk and renames it over whatever stood
    /// there. If <paramref name="write"/> throws, the temporary file is removed and the old one stays as it was.
    /// </summary>
    /// <param name="path">Where the file shall stand. Its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="previous">
    /// Where the file that stood there is kept, in the same folder; null: it is replaced. Ended between the two renames, the process leaves
    /// the old file under this name and none under <paramref name="path"/>.
    /// </param>
    public static void Write(string path, Action<Stream> write, string? previous = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}{TemporaryExtension}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (previous is not null && File.Exists(full))
            {
                File.Move(full, previous, overwrite: true);
            }

            File.Move(temporary, full, overwrite: true);
            FolderFlush.ToDisk(Path.GetDirectoryName(full)!);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what processes that were killed while they wrote have left in a folder, which nobody may be writing to.</summary>
    /// <param name="folder">The folder.</param>
    public static void RemoveTemporaries(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"*{TemporaryExtension}"))
        {
            File.Delete(file);
        }
    }
}
