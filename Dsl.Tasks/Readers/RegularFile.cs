using System.Runtime.InteropServices;

namespace SerpentDsl.Tasks;

/// <summary>Tells files from pipes. .NET has no call for it, and opening a pipe that nobody writes to waits for ever.</summary>
internal static partial class RegularFile
{
    private const int NonBlockingOnLinux = 0x800;
    private const int NonBlockingElsewhere = 0x4;
    private const int FromCurrent = 1;

    /// <summary>Refuses a path that is no file, without waiting for it.</summary>
    /// <exception cref="TaskDataException">There is no file, or it is a folder, a pipe or a socket.</exception>
    public static void Require(string path)
    {
        if (Directory.Exists(path))
        {
            throw new TaskDataException($"{path} is a folder, not a file. Name a file in it.");
        }

        if (!File.Exists(path))
        {
            throw new TaskDataException($"There is no file {path}. Check the name.");
        }

        if (!OperatingSystem.IsWindows() && IsPipe(path))
        {
            throw new TaskDataException($"{path} is a pipe, not a file. Write its content to a file and name that.");
        }
    }

    private static bool IsPipe(string path)
    {
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
