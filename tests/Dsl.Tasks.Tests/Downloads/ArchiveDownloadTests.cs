using System.Formats.Tar;
using System.IO.Compression;
using SerpentDsl.Tasks.Downloads;
using static SerpentDsl.Tasks.Tests.HostileServer;

namespace SerpentDsl.Tasks.Tests;

/// <summary>Files taken out of a downloaded archive.</summary>
public sealed class ArchiveDownloadTests : DownloadTest
{
    [Fact]
    public async Task Members_are_taken_out_by_name_and_nothing_else_is_written()
    {
        var archive = MakeArchive("release/../../escape/pairs.tsv", "release/other.tsv", "/etc/more.tsv");
        using var server = new HostileServer(
            Answer($"HTTP/1.1 200 OK\nContent-Length: {new FileInfo(archive).Length}\nConnection: close", File.ReadAllBytes(archive)));
        File.Delete(archive);
        var folder = Folder["data"];
        var task = new Published(new PublicFile("release.gz", server.Location)
        {
            Members = new Dictionary<string, string> { ["pairs.tsv"] = "kept/pairs.tsv", ["more.tsv"] = "kept/more.tsv" },
        });
        var fetcher = new TaskFetcher(Settings, null);
        var files = await fetcher.Fetch(task, folder, null, default);
        Assert.Equal(["kept/pairs.tsv", "kept/more.tsv"], files.Select(file => Path.GetRelativePath(folder, file)));
        Assert.Equal("content of release/../../escape/pairs.tsv", File.ReadAllText(files[0]));
        Assert.Equal(["data"], Directory.GetFileSystemEntries(Folder.Path).Select(Path.GetFileName));
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
        Assert.Contains(
            "has no none.tsv",
            Assert.Throws<TaskDataException>(() => ArchiveMembers.Take(archive, members, Folder["data"], null, default)).Message);
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..60]);
        Assert.Contains(
            "is damaged",
            Assert.Throws<TaskDataException>(() => ArchiveMembers.Take(archive, members, Folder["other"], null, default)).Message);
        Assert.False(File.Exists(Path.Combine(Folder["other"], "pairs.tsv")));
    }

    private string MakeArchive(params string[] names)
    {
        var archive = Folder["archive.gz"];
        using var packed = new GZipStream(File.Create(archive), CompressionLevel.Fastest);
        using var writer = new TarWriter(packed);
        foreach (var name in names)
        {
            writer.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("content of " + name)),
                });
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
