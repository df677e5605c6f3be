namespace SerpentDsl.Io;

/// <summary>
/// Opens files that others wrote or sent. Pipes, devices and empty files are refused before they are read.
/// </summary>
public static class RegularFile
{
    /// <summary>Why a path cannot be read as a file: nothing is there, it is a folder, or it is empty. Null if it can.</summary>
    /// <remarks>
    /// A pipe, a socket and a device have a length of 0 and are not opened: opening a pipe waits until somebody writes, maybe for ever.
    /// </remarks>
    /// <param name="path">The path; a symbolic link is followed.</param>
    /// <returns>One sentence that begins with the path, or null.</returns>
    public static string? Problem(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path))
            {
                return $"{path} is a folder, not a file.";
            }

            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            }

            return !file.Exists ? $"{path} does not exist."
                : file.Length == 0 ? $"{path} is empty (or a pipe or a device, which cannot be read as a file)."
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read: {problem.Message}";
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A seekable stream at the beginning of the file, owned by the caller.</returns>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="EndOfStreamException">It has no content.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (Problem(path) is { } problem)
        {
            throw File.Exists(path) && new FileInfo(path).Length == 0 ? new EndOfStreamException(problem) : new IOException(problem);
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        throw new IOException($"{path} is a pipe or a device, which cannot be read as a file.");
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The largest accepted number of bytes.</param>
    /// <exception cref="IOException">There is no such file, it has no content, or it is larger.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] ReadAllBytes(string path, int most)
    {
        using var stream = Open(path);
        if (stream.Length > most)
        {
            throw new IOException($"{path} has {stream.Length:N0} bytes; a file of this kind has at most {most:N0}.");
        }

        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
