using SerpentDsl.Experiments.Projects;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Projects;

public sealed class PackageFeedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PackageFeed _feed;

    public PackageFeedTests()
    {
        _feed = new PackageFeed(new Clone(_folder.Path));
        Directory.CreateDirectory(_feed.Folder);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_feed_whose_packing_was_interrupted_counts_as_none()
    {
        Assert.Null(_feed.Version);
        Write("version", "0.1.0-local.t1\n");
        Assert.Null(_feed.Version);
        Assert.False(_feed.IsCurrent);
        Write("SerpentDsl.Templates.0.1.0-local.t1.nupkg", "");
        Assert.Equal("0.1.0-local.t1", _feed.Version);
    }

    [Fact]
    public void A_feed_without_packages_is_told_with_what_to_do()
    {
        var problem = Assert.Throws<UsageException>(() => _feed.InstallTemplate(CancellationToken.None)).Message;
        Assert.Contains($"{_feed.Folder} has no packages", problem, StringComparison.Ordinal);
        Assert.Contains($"'dotnet build build/Feed.proj' in {_folder.Path}", problem, StringComparison.Ordinal);
    }

    /// <summary>A build that Ctrl-C reached may end as if all were done.</summary>
    [Fact]
    public void Packing_that_ends_without_packages_is_told_or_was_stopped()
    {
        Directory.CreateDirectory(_folder["build"]);
        File.WriteAllText(_folder[Clone.FeedProject], """<Project><Target Name="Restore" /><Target Name="Build" /></Project>""");
        Assert.Contains("has no packages", Assert.Throws<UsageException>(() => _feed.Pack(CancellationToken.None)).Message);
        Assert.Throws<OperationCanceledException>(() => _feed.Pack(new CancellationToken(canceled: true)));
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_feed.Folder, file), text);
}
