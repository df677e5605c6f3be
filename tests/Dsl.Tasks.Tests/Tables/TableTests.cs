using System.IO.Compression;
using System.Text;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text,label\na,1\n")]
    [InlineData("text,label\r\na,1\r\n")]
    [InlineData("label;text\n1;a\n")]
    [InlineData("label\ttext\n1\ta\n")]
    [InlineData("label|text\n1|a")]
    [InlineData("id,\"label\",\"text\"\n7,\"1\",\"a\"\n\n")]
    [InlineData("\uFEFFtext,label\na,1\n")]
    public void Delimiters_line_ends_and_marks(string content)
    {
        var row = Assert.Single(Read("rows.csv", content).Rows);
        Assert.Equal(["a", "1"], row.Cells);
        Assert.Equal(2, row.Line);
    }

    [Fact]
    public void Quotes_hold_delimiters_line_ends_and_quotes()
    {
        var rows = Read("rows.csv", "text,label\n\"a, \"\"b\"\"\nc\",1\n d \"e\" ,2\n\"\",3\n").Rows;
        Assert.Equal(["a, \"b\"\nc", " d \"e\" ", ""], rows.Select(row => row.Cells[0]));
        Assert.Equal([2L, 4L, 5L], rows.Select(row => row.Line));
    }

    [Fact]
    public void Texts_with_tabs_and_quotes_in_a_tsv()
    {
        var row = Assert.Single(Read("rows.tsv", "text\tlabel\na, b; \"c\"\t1\n").Rows);
        Assert.Equal("a, b; \"c\"", row.Cells[0]);
    }

    [Fact]
    public void A_byte_order_mark_of_UTF_16_is_heeded()
    {
        File.WriteAllText(_folder["rows.csv"], "text,label\nnaïve,1\n", Encoding.Unicode);
        Assert.Equal("naïve", Read("rows.csv").Rows[0].Cells[0]);
        File.WriteAllText(_folder["rows.csv"], "text,label\nnaïve,1\n", new UnicodeEncoding(bigEndian: false, byteOrderMark: false));
        Assert.Contains("Save it as UTF-8", Refused("rows.csv"));
    }

    [Fact]
    public void Packed_files_are_read()
    {
        Pack("rows.csv.gz", "text,label\na,1\n"u8.ToArray());
        Assert.Equal("a", Read("rows.csv.gz").Rows[0].Cells[0]);
        Pack("rows.jsonl.gz", "{\"text\": \"b\", \"label\": 2}\n"u8.ToArray());
        Assert.Equal(["b", "2"], Read("rows.jsonl.gz").Rows[0].Cells);
        var bytes = File.ReadAllBytes(_folder["rows.csv.gz"]);
        File.WriteAllBytes(_folder["rows.csv.gz"], bytes[..^6]);
        Assert.Contains("rows.csv.gz", Refused("rows.csv.gz"));
        File.WriteAllBytes(_folder["rows.csv.gz"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        Assert.Contains("is named .gz, but is no gzip file", Refused("rows.csv.gz"));
    }

    [Fact]
    public void JSON_Lines_have_texts_numbers_and_gaps()
    {
        var rows = Read(
            "rows.jsonl",
            "{\"text\":\"a\\nb\",\"label\":1.50,\"more\":[1]}\n\n{\"label\":true}\n{\"text\":null,\"label\":\"x\"}\n").Rows;
        Assert.Equal(["a\nb", "1.50"], rows[0].Cells);
        Assert.Equal([null, "true"], rows[1].Cells);
        Assert.Equal((4L, null, "x"), (rows[2].Line, rows[2].Cells[0], rows[2].Cells[1]));
    }

    [Fact]
    public async Task Parquet_has_texts_numbers_and_gaps()
    {
        await ParquetFiles.WriteAsync(_folder["rows.parquet"], ["a", null, "c, \"d\""], [1, 2, 3]);
        var rows = Read("rows.parquet").Rows;
        Assert.Equal(["a", null, "c, \"d\""], rows.Select(row => row.Cells[0]));
        Assert.Equal(["1", "2", "3"], rows.Select(row => row.Cells[1]));
        File.WriteAllBytes(_folder["rows.parquet"], "PAR1 is the beginning of none PAR1"u8.ToArray());
        Assert.Contains("cannot be read as Parquet", Refused("rows.parquet"));
    }

    [Theory]
    [InlineData("rows.csv", "", "is empty")]
    [InlineData("rows.csv", "text,label\n", "has no rows")]
    [InlineData("rows.csv", "text,sentiment\na,1\n", "has no column 'label'. Its first row names 'text', 'sentiment'")]
    [InlineData("rows.csv", "text,label,label\na,1,2\n", "several columns 'label'")]
    [InlineData("rows.csv", "text,label\na,1,2\nb\nc,3\n", "line 2: the row has 3 cells, but there are 2 columns")]
    [InlineData("rows.csv", "text,label\n\"a,1\nb,2\n", "line 2")]
    [InlineData("rows.csv", "text,label\nz,9\n\"a\"b,1\n", "line 3")]
    [InlineData("rows.jsonl", "", "is empty")]
    [InlineData("rows.jsonl", "{\"text\":\"a\",\"label\":1}\n{\"text\":\n", "line 2: the line is no JSON")]
    [InlineData("rows.jsonl", "[1]\n", "line 1: the line is no JSON object")]
    [InlineData("rows.jsonl", "{\"text\":[1],\"label\":1}\n", "line 1: 'text' holds an array")]
    [InlineData("rows.jsonl", "{\"text\":\"a\"}\n", "has no column 'label'")]
    [InlineData("rows.dat", "text,label\na,1\n", "does not tell the form")]
    [InlineData("rows.parquet", "", "cannot be read as Parquet")]
    public void Mistakes_are_named(string name, string content, string message) =>
        Assert.Contains(message, Assert.Throws<TaskDataException>(() => Read(name, content)).Message);

    [Fact]
    public void What_is_no_file_is_named()
    {
        Assert.Contains("There is no file", Refused("nowhere.csv"));
        Directory.CreateDirectory(_folder["folder.csv"]);
        Assert.Contains("is a folder", Refused("folder.csv"));
        File.WriteAllBytes(_folder["latin.csv"], [.. "text,label\nna"u8, 0xEF, .. "ve,1\n"u8]);
        Assert.Contains("is not UTF-8 text", Refused("latin.csv"));
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var make = System.Diagnostics.Process.Start("mkfifo", _folder["pipe.csv"]);
        make.WaitForExit();
        Assert.Contains("is a pipe", Refused("pipe.csv"));
    }

    private Table Read(string name, string? content = null)
    {
        if (content is not null)
        {
            File.WriteAllText(_folder[name], content);
        }

        return Table.Read(_folder[name], new TableSettings(), _ => ["text", "label"]);
    }

    private string Refused(string name) => Assert.Throws<TaskDataException>(() => Read(name)).Message;

    private void Pack(string name, byte[] content)
    {
        using var file = new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest);
        file.Write(content);
    }
}
