using System.Runtime.InteropServices;

namespace SerpentDsl.Io;

/// <summary>
/// Opens files that others wrote or sent. Pipes and devices are refused before they are read: opening a pipe waits until somebody writes,
/// maybe for ever.
/// </summary>
public static partial class RegularFile
{
    private const int NonBlockingOnLinux = 0x800;
    private const int NonBlockingElsewhere = 0x4;
    private const int FromCurrent = 1;

    /// <summary>Why a path cannot be read as a file: nothing is there, it is a folder, a pipe, or empty. Null if it can.</summary>
    /// <param name="path">The path; a symbolic link is followed.</param>
    /// <param name="mayBeEmpty">Whether a file without content can be read, such as a text of no characters.</param>
    /// <returns>The cause with the path, and what to do; or null.</returns>
    public static string? Problem(string path, bool mayBeEmpty = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path))
            {
                return $"{path} is a folder, not a file. Name a file in it.";
            }

            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            }

            return !file.Exists ? $"There is no file {path}. Check the name."
                : file.Length > 0 ? null
                : IsPipe(path) ? $"{path} is a pipe, not a file. Write its content to a file and name that."
                : mayBeEmpty ? null
                : $"{path} is empty, or a device. Name a file with content.";
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

        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
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

    /// <summary>Whether a path is a pipe or a socket: one cannot seek in them. .NET has no call that tells so without waiting.</summary>
    internal static bool IsPipe(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var file = Open(path, OperatingSystem.IsLinux() ? NonBlockingOnLinux : NonBlockingElsewhere);
        if (file < 0)
        {
            // It cannot be opened: reading it says why.
            return false;
        }

        var position = Seek(file, 0, FromCurrent);
        _ = Close(file);
        return position < 0;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial nint Seek(int file, nint offset, int origin);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
