namespace SerpentDsl.Io;

/// <summary>Writes files that are either complete or absent, whenever the process ends.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes a file under a temporary name beside its own, flushes it to the disk and renames it over whatever stood
    /// there. If <paramref name="write"/> throws, the temporary file is removed and the old one stays as it was.
    /// </summary>
    /// <param name="path">Where the file shall stand. Its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
