using System.Diagnostics;
using SerpentDsl.Io;
using SerpentDsl.Testing;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class AtomicFileTests
{
    [Fact]
    public async Task A_pipe_receives_what_is_written_and_stays_a_pipe()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using (var made = Process.Start("mkfifo", folder["pipe"]))
        {
            await made.WaitForExitAsync();
        }

        var reading = Task.Run(() => File.ReadAllText(folder["pipe"]));
        AtomicFile.Write(folder["pipe"], stream => stream.Write("content"u8));
        Assert.Equal("content", await reading);
        Assert.Contains("is a pipe", RegularFile.Problem(folder["pipe"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_stream_of_the_process_is_written_to()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using (var file = new FileStream(folder["file"], FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite))
        {
            AtomicFile.Write($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}", stream => stream.Write("content"u8));
        }

        Assert.Equal("content", File.ReadAllText(folder["file"]));
        Assert.StartsWith(
            "/dev/full cannot be written: ",
            Assert.Throws<IOException>(() => AtomicFile.Write("/dev/full", stream => stream.Write(new byte[1 << 20]))).Message);
    }

    [Fact]
    public void What_fails_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["file"], stream => stream.Write("old"u8));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["file"], stream =>
        {
            stream.Write("new"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["file"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
