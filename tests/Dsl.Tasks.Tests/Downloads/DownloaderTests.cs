using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Sockets;
using System.Security.Cryptography;
using SerpentDsl.Tasks.Downloads;
using SerpentDsl.Testing;
using static SerpentDsl.Tasks.Tests.HostileServer;

namespace SerpentDsl.Tasks.Tests;

public sealed class DownloaderTests : IDisposable
{
    private static readonly DownloadSettings s_settings = new()
    {
        FutileAttempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(5),
        // Longer than a loaded machine keeps a server waiting for its turn.
        Silence = TimeSpan.FromMinutes(1),
        MostBytes = 1 << 20,
    };

    private static readonly byte[] s_content = MakeContent();
    private static readonly string s_checksum = Convert.ToHexStringLower(SHA256.HashData(s_content));

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder["file.bin"];

    public void Dispose() => _folder.Dispose();

    private static byte[] MakeContent()
    {
        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        return content;
    }

    private async Task Download(HostileServer server, string? checksum = null, DownloadSettings? settings = null, CancellationToken cancellation = default)
    {
        using var downloader = new Downloader(settings ?? s_settings, null);
        await downloader.Download(server.Location, Target, checksum, cancellation);
    }

    private async Task<string> Refuse(HostileServer server, string? checksum = null, DownloadSettings? settings = null)
    {
        var problem = await Assert.ThrowsAsync<TaskDataException>(() => Download(server, checksum, settings));
        Assert.False(File.Exists(Target));
        return problem.Message;
    }

    private void AssertWhole()
    {
        Assert.Equal(s_content, File.ReadAllBytes(Target));
        Assert.Equal(["file.bin"], _folder.Files);
    }

    private static Func<string, NetworkStream, Task> Whole(string more = "") =>
        Answer($"HTTP/1.1 200 OK\nContent-Length: {s_content.Length}\nConnection: close{more}", s_content);

    /// <summary>Says the whole length, sends so many bytes of what was asked for, and closes.</summary>
    private static Func<string, NetworkStream, Task> Some(int bytes, string more = "\nETag: \"v1\"") => (head, stream) =>
    {
        var start = RangeOf(head);
        var body = s_content[start..Math.Min(s_content.Length, start + bytes)];
        var status = start == 0 ? "200 OK" : $"206 Partial Content\nContent-Range: bytes {start}-{s_content.Length - 1}/{s_content.Length}";
        return Answer($"HTTP/1.1 {status}\nContent-Length: {s_content.Length - start}\nConnection: close{more}", body)(head, stream);
    };

    [Fact]
    public async Task A_whole_file_stands_under_its_name()
    {
        using var server = new HostileServer(Whole());
        await Download(server, s_checksum);
        AssertWhole();
        Assert.DoesNotContain("Range:", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task Md5_is_known_too()
    {
        using var server = new HostileServer(Whole());
        await Download(server, Convert.ToHexString(MD5.HashData(s_content)));
        AssertWhole();
    }

    [Fact]
    public async Task Dropped_connections_go_on_where_they_stopped()
    {
        using var server = new HostileServer(Some(70_000));
        await Download(server);
        AssertWhole();
        Assert.Equal([0, 70_000, 140_000, 210_000, 280_000], server.Requests.Select(RangeOf));
        Assert.All(server.Requests.Skip(1), request => Assert.Contains("If-Range: \"v1\"", request));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_starts_over()
    {
        using var server = new HostileServer(Some(100_000), Whole());
        await Download(server, s_checksum);
        AssertWhole();
    }

    [Fact]
    public async Task Without_a_version_or_a_checksum_parts_are_not_put_together()
    {
        using var server = new HostileServer(Some(100_000, ""), Whole());
        await Download(server);
        AssertWhole();
        Assert.All(server.Requests, request => Assert.DoesNotContain("Range:", request));
    }

    [Fact]
    public async Task Parts_of_two_versions_are_found_out_and_downloaded_again()
    {
        byte[] other = [.. s_content.Select(value => (byte)~value)];
        using var server = new HostileServer(
            Answer($"HTTP/1.1 200 OK\nContent-Length: {other.Length}\nConnection: close", other[..50_000]),
            Some(s_content.Length, ""),
            Whole());
        await Download(server, s_checksum);
        AssertWhole();
        Assert.Equal([0, 50_000, 0], server.Requests.Select(RangeOf));
    }

    [Fact]
    public async Task Another_part_than_was_asked_for_is_not_taken()
    {
        using var server = new HostileServer(
            Some(100_000),
            Answer($"HTTP/1.1 206 Partial Content\nContent-Range: bytes 5-104/300000\nContent-Length: 100\nConnection: close", new byte[100]),
            Whole());
        await Download(server, s_checksum);
        AssertWhole();
    }

    [Fact]
    public async Task A_part_that_is_the_whole_is_enough()
    {
        using var server = new HostileServer(Answer($"HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */{s_content.Length}\nContent-Length: 0\nConnection: close"));
        File.WriteAllBytes(Target + ".part", s_content);
        File.WriteAllText(Target + ".part.json", $$"""{"Location":"{{server.Location}}","Validator":"\"v1\""}""");
        await Download(server, s_checksum);
        AssertWhole();
    }

    [Fact]
    public async Task What_came_before_a_stop_is_kept_and_used()
    {
        using var stop = new CancellationTokenSource();
        using (var server = new HostileServer(async (head, stream) =>
        {
            await Some(100_000)(head, stream);
            await stream.FlushAsync();
            var part = new FileInfo(Target + ".part");
            for (; !part.Exists || part.Length == 0; part.Refresh())
            {
                await Task.Delay(1);
            }

            stop.Cancel();
            await Task.Delay(5_000);
        }))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Download(server, cancellation: stop.Token));
        }

        Assert.Equal(["file.bin.part", "file.bin.part.json"], _folder.Files.Order());
        Assert.InRange(new FileInfo(Target + ".part").Length, 1, 100_000);
    }

    [Theory]
    [InlineData("404 Not Found", 1)]
    [InlineData("403 Forbidden", 1)]
    [InlineData("500 Internal Server Error", 3)]
    [InlineData("503 Service Unavailable", 3)]
    public async Task Errors_are_told_after_as_many_attempts_as_they_deserve(string status, int attempts)
    {
        using var server = new HostileServer(Answer($"HTTP/1.1 {status}\nContent-Length: 0\nConnection: close"));
        var message = await Refuse(server);
        Assert.Contains($"The server answers {status}.", message);
        Assert.Contains("--from", message);
        Assert.Equal(attempts, server.Requests.Count);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task An_error_that_passes_is_waited_for()
    {
        using var server = new HostileServer(Answer("HTTP/1.1 500 Oops\nContent-Length: 0\nConnection: close"), Answer("HTTP/1.1 429 Slowly\nRetry-After: 1\nContent-Length: 0\nConnection: close"), Whole());
        await Download(server, s_checksum);
        AssertWhole();
    }

    [Fact]
    public async Task A_file_with_another_checksum_is_not_kept()
    {
        using var server = new HostileServer(Whole());
        Assert.Contains("its checksum is not " + new string('0', 64), await Refuse(server, new string('0', 64)));
        Assert.Single(server.Requests);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task A_length_that_is_too_short_is_found_out_by_the_checksum()
    {
        using var server = new HostileServer(Answer("HTTP/1.1 200 OK\nContent-Length: 1000\nConnection: close", s_content));
        Assert.Contains("checksum", await Refuse(server, s_checksum));
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task A_length_that_is_never_reached_is_given_up_and_the_part_kept()
    {
        using var server = new HostileServer(Some(0), Some(90_000), Answer("HTTP/1.1 500 Oops\nContent-Length: 0\nConnection: close"));
        var message = await Refuse(server);
        Assert.Contains("90,000 bytes that came are kept", message);
        Assert.Equal(s_content[..90_000], File.ReadAllBytes(Target + ".part"));
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut_off()
    {
        using var server = new HostileServer(async (head, stream) =>
        {
            await Answer("HTTP/1.1 200 OK\nConnection: close")(head, stream);
            var block = new byte[1 << 16];
            while (true)
            {
                await stream.WriteAsync(block);
            }
        });
        Assert.Contains("sends more than 1,048,576 bytes", await Refuse(server));
        Assert.Empty(_folder.Files);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        using var server = new HostileServer(async (head, stream) =>
        {
            await Some(1_000)(head, stream);
            await Task.Delay(Timeout.Infinite);
        });

        // It is one connection at a time, so the server answers no second one.
        var impatient = s_settings with { Silence = TimeSpan.FromMilliseconds(400) };
        Assert.Contains("sent nothing for 0.4 s", await Refuse(server, settings: impatient));
    }

    [Fact]
    public async Task Nobody_there_is_told()
    {
        var server = new HostileServer(Whole());
        var location = server.Location;
        server.Dispose();
        using var downloader = new Downloader(s_settings, null);
        Assert.Contains("The connection failed", (await Assert.ThrowsAsync<TaskDataException>(() => downloader.Download(location, Target, null, default))).Message);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task What_is_no_http_is_told()
    {
        using var server = new HostileServer(async (_, stream) => await stream.WriteAsync("SSH-2.0-nothing here\r\n"u8.ToArray()));
        Assert.Contains("could not be downloaded", await Refuse(server));
    }

    [Fact]
    public async Task Two_processes_do_not_write_one_part()
    {
        using var server = new HostileServer(Whole());
        using FileStream held = new(Target + ".part", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("another process", (await Assert.ThrowsAsync<TaskDataException>(() => Download(server))).Message);
    }

    [Fact]
    public async Task Members_are_taken_out_by_name_and_nothing_else_is_written()
    {
        var archive = MakeArchive("release/../../escape/pairs.tsv", "release/other.tsv", "/etc/more.tsv");
        using var server = new HostileServer(Answer($"HTTP/1.1 200 OK\nContent-Length: {new FileInfo(archive).Length}\nConnection: close", File.ReadAllBytes(archive)));
        File.Delete(archive);
        var folder = _folder["data"];
        var task = new Published(new PublicFile("release.gz", server.Location)
        {
            Members = new Dictionary<string, string> { ["pairs.tsv"] = "kept/pairs.tsv", ["more.tsv"] = "kept/more.tsv" },
        });
        var fetcher = new TaskFetcher(s_settings, null);
        var files = await fetcher.Fetch(task, folder, null, default);
        Assert.Equal(["kept/pairs.tsv", "kept/more.tsv"], files.Select(file => Path.GetRelativePath(folder, file)));
        Assert.Equal("content of release/../../escape/pairs.tsv", File.ReadAllText(files[0]));
        Assert.Equal(["data"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        Assert.Equal(files.Order(), Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order());

        // There now: not downloaded again.
        await fetcher.Fetch(task, folder, null, default);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void A_missing_member_is_named_and_a_damaged_archive_refused()
    {
        var archive = MakeArchive("release/pairs.tsv");
        var members = new Dictionary<string, string> { ["pairs.tsv"] = "pairs.tsv", ["none.tsv"] = "none.tsv" };
        Assert.Contains("has no none.tsv", Assert.Throws<TaskDataException>(() => ArchiveMembers.Take(archive, members, _folder["data"], null, default)).Message);
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..60]);
        Assert.Contains("is damaged", Assert.Throws<TaskDataException>(() => ArchiveMembers.Take(archive, members, _folder["other"], null, default)).Message);
        Assert.False(File.Exists(Path.Combine(_folder["other"], "pairs.tsv")));
    }

    private string MakeArchive(params string[] names)
    {
        var archive = _folder["archive.gz"];
        using var packed = new GZipStream(File.Create(archive), CompressionLevel.Fastest);
        using var writer = new TarWriter(packed);
        foreach (var name in names)
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("content of " + name)) });
        }

        return archive;
    }

    private sealed class Published(params PublicFile[] files) : IPublishedTask
    {
        public string Name => "Published";

        public int Vocabulary => 1;

        public IReadOnlyList<PublicFile> PublicFiles => files;
    }
}
