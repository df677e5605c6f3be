using System.Net.Sockets;
using System.Security.Cryptography;
using SerpentDsl.Tasks.Downloads;
using SerpentDsl.Testing;
using static SerpentDsl.Tasks.Tests.HostileServer;

namespace SerpentDsl.Tasks.Tests;

/// <summary>A folder to download to, content to download, and servers that send it.</summary>
public abstract class DownloadTest : IDisposable
{
    protected static readonly DownloadSettings Settings = new()
    {
        FutileAttempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(5),
        // Longer than a loaded machine keeps a server waiting for its turn.
        Silence = TimeSpan.FromMinutes(1),
        MostBytes = 1 << 20,
    };

    protected static readonly byte[] Content = MakeContent();
    protected static readonly string Checksum = Convert.ToHexStringLower(SHA256.HashData(Content));

    protected TemporaryFolder Folder { get; } = new();

    protected string Target => Folder["file.bin"];

    public void Dispose() => Folder.Dispose();

    protected static byte[] MakeContent()
    {
        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        return content;
    }

    private protected async Task Download(
        HostileServer server, string? checksum = null, DownloadSettings? settings = null, CancellationToken cancellation = default)
    {
        using var downloader = new Downloader(settings ?? Settings, null);
        await downloader.Download(server.Location, Target, checksum, cancellation);
    }

    private protected async Task<string> Refuse(HostileServer server, string? checksum = null, DownloadSettings? settings = null)
    {
        var problem = await Assert.ThrowsAsync<TaskDataException>(() => Download(server, checksum, settings));
        Assert.False(File.Exists(Target));
        return problem.Message;
    }

    protected void AssertWhole()
    {
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal(["file.bin"], Folder.Files);
    }

    protected static Func<string, NetworkStream, Task> Whole(string more = "") =>
        Answer($"HTTP/1.1 200 OK\nContent-Length: {Content.Length}\nConnection: close{more}", Content);

    /// <summary>Says the whole length, sends so many bytes of what was asked for, and closes.</summary>
    protected static Func<string, NetworkStream, Task> Some(int bytes, string more = "\nETag: \"v1\"") => (head, stream) =>
    {
        var start = RangeOf(head);
        var body = Content[start..Math.Min(Content.Length, start + bytes)];
        var status = start == 0 ? "200 OK" : $"206 Partial Content\nContent-Range: bytes {start}-{Content.Length - 1}/{Content.Length}";
        return Answer($"HTTP/1.1 {status}\nContent-Length: {Content.Length - start}\nConnection: close{more}", body)(head, stream);
    };
}
