using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SerpentDsl.Io;

/// <summary>Brings the entries of a folder to the disk: a rename that a power failure undoes is none.</summary>
internal static partial class FolderFlush
{
    // Some file systems cannot flush a folder; what they do instead is all that can be had.
    private const int InvalidArgument = 22;

    /// <summary>Waits until a folder's entries are on the disk. Windows keeps them itself.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The system says that they are not.</exception>
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
