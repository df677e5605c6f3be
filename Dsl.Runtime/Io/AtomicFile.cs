namespace SerpentDsl.Io;

/// <summary>Writes files that are either complete or absent, even if the process is killed.</summary>
public static class AtomicFile
{
    private const string TemporaryExtension = ".tmp";

    /// <summary>A folder for files among the devices.</summary>
    private const string SharedMemory = "/dev/shm/";

    /// <summary>Where a Unix system has its devices, and the streams of a process.</summary>
    private static readonly string[] s_devices = ["/dev/", "/proc/"];

    /// <summary>
    /// Writes a file under a temporary name beside its own, flushes it to the disk and renames it to its final name, replacing the old
    /// file. If <paramref name="write"/> throws, the temporary file is removed and the old one stays as it was. A pipe or a device, such
    /// as <c>/dev/stdout</c>, is not replaced: the content is written to it directly.
    /// </summary>
    /// <param name="path">Path of the file. Its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="previous"> Path to which the old file is renamed, in the same folder; null: it is replaced. A process that ends between
    /// the two renames leaves the old file under this name and none under <paramref name="path"/>. </param>
    /// <exception cref="IOException">The file cannot be written; the message has the path and the cause.</exception>
    public static void Write(string path, Action<Stream> write, string? previous = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        var full = Path.GetFullPath(path);
        if (IsWrittenInPlace(full))
        {
            WriteInPlace(path, write);
            return;
        }

        var temporary = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}{TemporaryExtension}";
        try
        {
            using (var stream = Create(path, full, temporary))
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

    private static bool IsWrittenInPlace(string full) => !OperatingSystem.IsWindows() && File.Exists(full)
        && ((s_devices.Any(folder => full.StartsWith(folder, StringComparison.Ordinal))
                && !full.StartsWith(SharedMemory, StringComparison.Ordinal))
            || (new FileInfo(full).Length == 0 && RegularFile.IsPipe(full)));

    private static void WriteInPlace(string path, Action<Stream> write)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1 << 16);
            write(stream);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be written: {problem.Message}", problem);
        }
    }

    private static FileStream Create(string path, string full, string temporary)
    {
        try
        {
            return Directory.Exists(full)
                ? throw new IOException("it is a folder, not a file.")
                : new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be written: {Cause(full, problem)}", problem);
        }
    }

    /// <summary>Why a file cannot be created, without the temporary name that the system's message has.</summary>
    private static string Cause(string full, Exception problem)
    {
        var folder = Path.GetDirectoryName(full);
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                return $"{above} is a file, not a folder.";
            }
        }

        return problem switch
        {
            _ when folder is not null && !Directory.Exists(folder) => $"there is no folder {folder}.",
            PathTooLongException => "its name is too long.",
            UnauthorizedAccessException => $"nothing may be written to {folder}.",
            _ => problem.Message,
        };
    }

    /// <summary>Removes the temporary files that killed processes have left in a folder. No process may be writing there.</summary>
    /// <param name="folder">The folder.</param>
    public static void RemoveTemporaries(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"*{TemporaryExtension}"))
        {
            File.Delete(file);
        }
    }
}
