using SerpentDsl.Tasks.Tests;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Errors) Run(params string[] args) =>
        Cli.Run(["data", .. args, "--data", _folder["data"], "--cache", _folder["cache"]]);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder["data"], name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void WriteWikiText()
    {
        Write("wikitext-2/wiki.train.tokens", " the fox and the snake \n \n the fox \n");
        Write("wikitext-2/wiki.valid.tokens", " the snake \n");
        Write("wikitext-2/wiki.test.tokens", " a fox \n");
    }

    private void WriteReviews(string test = "0\t1\t0\tbad\n1\t9\t1\tgood\n")
    {
        Write("imdb/train.tsv", string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 2}\t1\t{i}\ta review, the {i}th\n")));
        Write("imdb/test.tsv", test);
    }

    [Fact]
    public void Running_text_is_prepared_checked_and_described()
    {
        WriteWikiText();
        var (code, output, errors) = Run("prepare", "wordwikitext2");
        Assert.Equal(0, code);
        Assert.Contains("WordWikiText2 is ready after", output);
        Assert.Contains("encoding", errors);
        Assert.Contains("is sound: 10 / 3 / 3 tokens", Run("check", "WordWikiText2").Output);
        (code, output, errors) = Run("stats", "WordWikiText2");
        Assert.Equal((0, ""), (code, errors));
        Assert.All(
            ["bytes a token", "ids used", "unigram", "bigram", "perplexity", "bits a byte"], heading => Assert.Contains(heading, output));
    }

    [Fact]
    public void Rows_are_described()
    {
        WriteReviews();
        var output = Run("Text").Output;
        Assert.Matches(@"train +54 ", output);
        Assert.Matches(@"validation +6 ", output);
        Assert.Contains("commonest class", output);
        Assert.Contains("is sound: 54 / 6 / 2 rows", Run("check", "Text").Output);
    }

    [Fact]
    public void A_broken_row_is_found_by_check_with_file_and_line_and_code_1()
    {
        WriteReviews("0\t1\t0\tbad\n1\t9\tgood\n");
        var (code, output, errors) = Run("check", "Text");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("test.tsv, line 2: the row has 3 columns; it has four", errors);
    }

    [Fact]
    public void Missing_data_says_what_to_do()
    {
        Directory.CreateDirectory(_folder["data"]);
        var (code, _, errors) = Run("prepare", "Retrieval");
        Assert.Equal(1, code);
        Assert.Contains("data fetch Retrieval", errors);
    }

    [Fact]
    public void A_mirror_can_be_fetched_from_and_what_is_wrong_is_told()
    {
        using var server = new HostileServer(
            HostileServer.Answer("HTTP/1.1 200 OK\nContent-Length: 5\nConnection: close", "hello"u8.ToArray()));
        var mirror = new Uri(server.Location, "./");
        var (code, _, errors) = Run("fetch", "Text", "--from", mirror.AbsoluteUri);
        Assert.Equal(1, code);
        Assert.Contains("its checksum is not 7c2ac02c03563afcf9b574c7e56c153a", errors);
        Assert.Contains("GET /folder/aclImdb_v1.tar.gz ", Assert.Single(server.Requests));
        Assert.Empty(Directory.GetFiles(_folder["data"]));
    }
}
