using System.Text;

namespace VerifyXunit.Tests;

/// <summary>What counts as the same text.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\nb", "a\r\nb")]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("a\rb", "a\nb")]
    [InlineData("a", "a\n")]
    [InlineData("", "emptyString")]
    [InlineData(null, "null")]
    public Task Passes(string? received, string verified) => Check(received, verified);

    [Theory]
    [InlineData("a\n", "a")]
    [InlineData("a", "a\n\n")]
    [InlineData("a", "A")]
    [InlineData("a ", "a")]
    public Task Fails(string received, string verified) => Assert.ThrowsAnyAsync<Exception>(() => Check(received, verified));

    [Fact]
    public Task A_byte_order_mark_is_no_text()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "Text.verified.txt"), "text", new UTF8Encoding(true));
        return Verify("text").UseDirectory(_folder.Path).UseFileName("Text").ToTask();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_yet_is_made()
    {
        var folder = Path.Combine(_folder.Path, "not", "there");
        await Verify("text").UseDirectory(folder).UseFileName("Text").AutoVerify();
        Assert.Equal("text", File.ReadAllText(Path.Combine(folder, "Text.verified.txt")));
    }

    [Fact]
    public async Task Lines_are_removed_and_replaced()
    {
        _folder.Write("Text.verified.txt", "keep\nversion X\nend");
        await Verify("keep\nSECRET line\nversion 1.2.3\nskip\nend")
            .UseDirectory(_folder.Path)
            .UseFileName("Text")
            .ScrubLinesContaining("secret")
            .ScrubLines(line => line == "skip")
            .ScrubLinesWithReplace(line => line.StartsWith("version", StringComparison.Ordinal) ? "version X" : line);
    }

    [Fact]
    public async Task Scrubbers_run_last_added_first_unless_told()
    {
        _folder.Write("Text.verified.txt", "text 2 1 3");
        VerifySettings settings = new();
        settings.AddScrubber(text => text.Append(" 1"));
        settings.AddScrubber(text => text.Append(" 2"));
        settings.AddScrubber(text => text.Append(" 3"), ScrubberLocation.Last);
        await Verify("text", settings).UseDirectory(_folder.Path).UseFileName("Text");
    }

    [Fact]
    public async Task Settings_are_copied_into_a_verification()
    {
        _folder.Write("Text.verified.txt", "text");
        VerifySettings settings = new();
        await Verify("text", settings).UseDirectory(_folder.Path).UseFileName("Text").AddScrubber(text => text.Replace("x", "x"));
        settings.UseTypeName("StillFree");
        settings.UseMethodName("AndWithoutFileName");
    }

    [Fact]
    public async Task A_verification_runs_once_however_often_it_is_awaited()
    {
        var runs = 0;
        _folder.Write("Text.verified.txt", "text");
        var task = Verify("text").UseDirectory(_folder.Path).UseFileName("Text").AddScrubber(_ => runs++);
        Assert.Equal(0, runs);
        await task;
        await task;
        Assert.Equal(1, runs);
    }

    private async Task Check(string? received, string verified)
    {
        _folder.Write("Text.verified.txt", verified);
        await Verify(received).UseDirectory(_folder.Path).UseFileName("Text").DisableDiff();
    }
}
