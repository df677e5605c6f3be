using System.IO.Compression;
using System.Text;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class LineReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\nb\r\nc", new[] { "a", "b", "c" })]
    [InlineData("a\r\n\n", new[] { "a", "" })]
    [InlineData("a\rb\u0085c\u2028d\n", new[] { "a\rb\u0085c\u2028d" })]
    [InlineData("", new string[0])]
    public void Only_a_line_feed_ends_a_line(string text, string[] lines)
    {
        using var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "text");
        var read = new List<string>();
        while (reader.TryRead(out var line))
        {
            read.Add(Encoding.UTF8.GetString(line));
        }

        Assert.Equal(lines, read);
        Assert.Equal(lines.Length, reader.Line);
    }

    [Fact]
    public void Lines_may_be_longer_than_the_buffer()
    {
        string[] lines = ["short", new string('x', 300_000), "", new string('y', 70_000)];
        using var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), "text");
        foreach (var line in lines)
        {
            Assert.True(reader.TryRead(out var read));
            Assert.Equal(line, Encoding.UTF8.GetString(read));
        }

        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void Blocks_are_whole_lines_and_together_the_text()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(i => new string('é', i % 37) + "\n")) + "no end");
        using var reader = new LineReader(new MemoryStream(text), "text");
        byte[][] blocks = [.. reader.Blocks(500)];
        Assert.True(blocks.Length > 20);
        Assert.All(blocks.SkipLast(1), block => Assert.Equal((byte)'\n', block[^1]));
        Assert.Equal(text, blocks.SelectMany(block => block));
    }

    [Fact]
    public void A_block_that_is_no_utf8_names_the_line()
    {
        using var reader = new LineReader(new MemoryStream([.. "one\ntwo\n"u8, 0xC3, (byte)'\n']), "tokens");
        Assert.Contains("tokens, line 3: the line is no UTF-8", Assert.Throws<TaskDataException>(() => reader.Blocks(100).Count()).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damage_of_a_packed_file_is_told_with_the_line(bool isCut)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200_000).Select(i => $"line {i * 7919 % 65536}\n")));
        using (var packed = new GZipStream(File.Create(_folder["text.gz"]), CompressionLevel.Fastest))
        {
            packed.Write(text);
        }

        var bytes = File.ReadAllBytes(_folder["text.gz"]);
        if (isCut)
        {
            bytes = bytes[..(bytes.Length / 2)];
        }
        else
        {
            bytes.AsSpan(bytes.Length / 2, 500).Fill(0xFF);
        }

        File.WriteAllBytes(_folder["text.gz"], bytes);
        using var reader = new LineReader(new SourceFile(_folder["text.gz"]));
        var message = Assert.Throws<TaskDataException>(() => reader.Blocks(1000).Count()).Message;
        Assert.Contains("text.gz, ", message);
        Assert.Contains("line ", message);
    }

    [Fact]
    public void A_member_of_a_zip_archive_is_read_in_place()
    {
        using (var archive = ZipFile.Open(_folder["corpus.zip"], ZipArchiveMode.Create))
        {
            using var inner = archive.CreateEntry("../corpus/text.tokens").Open();
            inner.Write("inside\n"u8);
        }

        using (var reader = new LineReader(new SourceFile(_folder["corpus.zip"], "../corpus/text.tokens")))
        {
            Assert.True(reader.TryRead(out var line));
            Assert.Equal("inside", Encoding.UTF8.GetString(line));
        }

        Assert.Contains(
            "has no member other", Assert.Throws<TaskDataException>(() => new SourceFile(_folder["corpus.zip"], "other").Open()).Message);
        File.WriteAllText(_folder["broken.zip"], "no archive");
        Assert.Contains(
            "no intact zip", Assert.Throws<TaskDataException>(() => new SourceFile(_folder["broken.zip"], "other").Open()).Message);
        Assert.Equal(["broken.zip", "corpus.zip"], _folder.Files.Order());
    }
}
