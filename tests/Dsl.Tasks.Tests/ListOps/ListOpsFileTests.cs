
namespace SerpentDsl.Tasks.Tests;

public class ListOpsFileTests
{
    private const string MaxRow = "( ( ( [MAX 2 ) 4 ) ] )\t4";
    private const string SumRow = "( ( ( [SM 9 ) 9 ) ] )\t8";

    private static IReadOnlyList<ListOpsExpression> Read(string text) => ListOpsFile.Read(new StringReader(text), "rows.tsv");

    [Theory]
    [InlineData("Source\tTarget\r\n" + MaxRow + "\r\n" + SumRow + "\r\n")]
    [InlineData("Source\tTarget\n" + MaxRow + "\n" + SumRow + "\n")]
    [InlineData("Source\tTarget\r\n" + MaxRow + "\r\n" + SumRow)]
    [InlineData(MaxRow + "\r\n" + SumRow + "\r\n")]
    [InlineData(MaxRow + "\n" + SumRow)]
    [InlineData("[MAX 2 4 ]\t4\n[SM 9 9 X\t8\n")]
    public void Line_ends_header_and_last_line_end_are_free(string text) =>
        Assert.Equal([4, 8], Read(text).Select(row => row.Value));

    [Fact]
    public void What_is_written_is_the_official_form()
    {
        var writer = new StringWriter();
        ListOpsFile.Write(writer, Read(MaxRow + "\n" + SumRow));
        Assert.Equal("Source\tTarget\r\n" + MaxRow + "\r\n" + SumRow + "\r\n", writer.ToString());
    }

    [Fact]
    public void Malformed_rows_are_named_by_line_and_refused()
    {
        var text = string.Join(
            '\n',
            "Source\tTarget",
            MaxRow,
            "[MAX 2 4 ]\t5",
            "[MAX 2 4 ]",
            "",
            "[MAX 2 4 ]\t4\t4",
            SumRow,
            "[MAX 2 4 ]\tten",
            "[MAX 2 four ]\t4",
            "[MAX 2 4\t4");
        var message = Assert.Throws<TaskDataException>(() => Read(text)).Message;
        Assert.Contains("7 of the 9 rows of rows.tsv are malformed", message);
        Assert.Contains("line 3: the value is given as 5, but the expression's is 4", message);
        Assert.Contains("line 4: the row has 1 columns", message);
        Assert.Contains("line 5: the row has 1 columns", message);
        Assert.Contains("line 6: the row has 3 columns", message);
        Assert.Contains("line 8: the value is 'ten'", message);
        Assert.DoesNotContain("line 9", message);
        Assert.Contains("and 2 more", message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Source\tTarget\r\n")]
    public void A_file_without_rows_is_refused(string text) =>
        Assert.Contains("no rows", Assert.Throws<TaskDataException>(() => Read(text)).Message);

    [SharedDataFact(SharedData.ReferenceRows)]
    public void Every_row_of_the_official_generator_has_the_value_of_its_expression()
    {
        using var reader = SharedData.Open(SharedData.ReferenceRows);
        var text = reader.ReadToEnd();
        var rows = Read(text);
        Assert.Equal(2_000, rows.Count);
        Assert.All(rows, row => Assert.InRange(row.Length, 501, 1999));

        // Written again, the file is the same to the byte: the text form is the official one.
        var writer = new StringWriter();
        ListOpsFile.Write(writer, rows);
        Assert.Equal(text, writer.ToString());

        // What a model sees still has the value.
        Assert.All(
            rows,
            row => Assert.Equal(row.Value, ListOpsExpression.Parse(ListOpsTokenizer.Decode(ListOpsTokenizer.Encode(row, 2048))).Value));
        Assert.All(rows.Take(50), row => Assert.Equal(ListOpsTokenizer.Encode(row, 2048), ListOpsTokenizer.Encode(row.ToString(), 2048)));
    }

    [SharedDataFact(SharedData.ShortRows)]
    public void Every_row_of_the_original_test_set_has_the_value_of_its_expression()
    {
        using var reader = SharedData.Open(SharedData.ShortRows);
        var rows = 0;
        while (reader.ReadLine() is { } line)
        {
            var columns = line.Split('\t');
            var expression = ListOpsExpression.Parse(columns[1]);
            Assert.Equal(columns[0], $"{expression.Value}");
            Assert.Equal(columns[1], expression.ToString());
            rows++;
        }

        Assert.Equal(10_000, rows);
    }
}
