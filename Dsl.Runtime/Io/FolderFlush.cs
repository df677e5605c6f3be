using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SerpentDsl.Io;

/// <summary>Flushes a folder's entries to the disk, so that a power failure does not undo a rename.</summary>
internal static partial class FolderFlush
{
    // Some file systems cannot flush a folder; there is no alternative there.
    private const int InvalidArgument = 22;

    /// <summary>Waits until a folder's entries are on the disk. Does nothing on Windows, which ensures it itself.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The system reports that flushing failed.</exception>
    public static void ToDisk(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
        {
            throw Failure(folder);
        }

        try
        {
            if (Flush(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{cause.Message} : '{folder}'", cause);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
