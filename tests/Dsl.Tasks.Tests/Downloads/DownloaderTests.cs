using System.Security.Cryptography;
using static SerpentDsl.Tasks.Tests.HostileServer;

namespace SerpentDsl.Tasks.Tests;

/// <summary>Downloads that succeed: whole, in parts, and continued.</summary>
public sealed class DownloaderTests : DownloadTest
{
    [Fact]
    public async Task A_whole_file_stands_under_its_name()
    {
        using var server = new HostileServer(Whole());
        await Download(server, Checksum);
        AssertWhole();
        Assert.DoesNotContain("Range:", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task Md5_is_known_too()
    {
        using var server = new HostileServer(Whole());
        await Download(server, Convert.ToHexString(MD5.HashData(Content)));
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
        await Download(server, Checksum);
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
        byte[] other = [.. Content.Select(value => (byte)~value)];
        using var server = new HostileServer(
            Answer($"HTTP/1.1 200 OK\nContent-Length: {other.Length}\nConnection: close", other[..50_000]),
            Some(Content.Length, ""),
            Whole());
        await Download(server, Checksum);
        AssertWhole();
        Assert.Equal([0, 50_000, 0], server.Requests.Select(RangeOf));
    }

    [Fact]
    public async Task Another_part_than_was_asked_for_is_not_taken()
    {
        using var server = new HostileServer(
            Some(100_000),
            Answer(
                $"HTTP/1.1 206 Partial Content\nContent-Range: bytes 5-104/300000\nContent-Length: 100\nConnection: close", new byte[100]),
            Whole());
        await Download(server, Checksum);
        AssertWhole();
    }

    [Fact]
    public async Task A_part_that_is_the_whole_is_enough()
    {
        using var server = new HostileServer(
            Answer($"HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */{Content.Length}\nContent-Length: 0\nConnection: close"));
        File.WriteAllBytes(Target + ".part", Content);
        File.WriteAllText(Target + ".part.json", $$"""{"Location":"{{server.Location}}","Validator":"\"v1\""}""");
        await Download(server, Checksum);
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

        Assert.Equal(["file.bin.part", "file.bin.part.json"], Folder.Files.Order());
        Assert.InRange(new FileInfo(Target + ".part").Length, 1, 100_000);
    }
}
