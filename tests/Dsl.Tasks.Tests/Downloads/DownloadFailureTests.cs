using SerpentDsl.Tasks.Downloads;
using static SerpentDsl.Tasks.Tests.HostileServer;

namespace SerpentDsl.Tasks.Tests;

/// <summary>Downloads that fail, and what the message says then.</summary>
public sealed class DownloadFailureTests : DownloadTest
{
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
        Assert.Empty(Folder.Files);
    }

    [Fact]
    public async Task An_error_that_passes_is_waited_for()
    {
        using var server = new HostileServer(
            Answer("HTTP/1.1 500 Oops\nContent-Length: 0\nConnection: close"),
            Answer("HTTP/1.1 429 Slowly\nRetry-After: 1\nContent-Length: 0\nConnection: close"),
            Whole());
        await Download(server, Checksum);
        AssertWhole();
    }

    [Fact]
    public async Task A_file_with_another_checksum_is_not_kept()
    {
        using var server = new HostileServer(Whole());
        Assert.Contains("its checksum is not " + new string('0', 64), await Refuse(server, new string('0', 64)));
        Assert.Single(server.Requests);
        Assert.Empty(Folder.Files);
    }

    [Fact]
    public async Task A_length_that_is_too_short_is_found_out_by_the_checksum()
    {
        using var server = new HostileServer(Answer("HTTP/1.1 200 OK\nContent-Length: 1000\nConnection: close", Content));
        Assert.Contains("checksum", await Refuse(server, Checksum));
        Assert.Empty(Folder.Files);
    }

    [Fact]
    public async Task A_length_that_is_never_reached_is_given_up_and_the_part_kept()
    {
        using var server = new HostileServer(Some(0), Some(90_000), Answer("HTTP/1.1 500 Oops\nContent-Length: 0\nConnection: close"));
        var message = await Refuse(server);
        Assert.Contains("90,000 bytes that came are kept", message);
        Assert.Equal(Content[..90_000], File.ReadAllBytes(Target + ".part"));
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
        Assert.Empty(Folder.Files);
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
        var impatient = Settings with { Silence = TimeSpan.FromMilliseconds(400) };
        Assert.Contains("sent nothing for 0.4 s", await Refuse(server, settings: impatient));
    }

    [Fact]
    public async Task Nobody_there_is_told()
    {
        var server = new HostileServer(Whole());
        var location = server.Location;
        server.Dispose();
        using var downloader = new Downloader(Settings, null);
        Assert.Contains(
            "The connection failed",
            (await Assert.ThrowsAsync<TaskDataException>(() => downloader.Download(location, Target, null, default))).Message);
        Assert.Empty(Folder.Files);
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
}
