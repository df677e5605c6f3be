namespace VerifyXunit.Tests;

/// <summary>What a failing verification shows.</summary>
public sealed class DifferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_changed_line_is_shown_with_three_around_it()
    {
        var lines = Enumerable.Range(1, 20).Select(line => $"line {line}").ToArray();
        var changed = lines.Select(line => line == "line 10" ? "other" : line);
        var message = await Difference(string.Join('\n', lines), string.Join('\n', changed));
        Assert.EndsWith(
            """
            From the verified text (-) to the received one (+):

            @@ -7 +7 @@
             line 7
             line 8
             line 9
            -line 10
            +other
             line 11
             line 12
             line 13

            """,
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_numbers_are_those_of_both_texts()
    {
        var lines = Enumerable.Range(1, 30).Select(line => $"line {line}").ToArray();
        var message = await Difference(string.Join('\n', lines), string.Join('\n', lines.Skip(2).Where(line => line != "line 20")));
        Assert.Contains("@@ -1 +1 @@\n-line 1\n-line 2\n line 3\n", message, StringComparison.Ordinal);
        Assert.Contains("@@ -17 +15 @@\n line 17\n", message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 10", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_difference_is_cut_and_counted()
    {
        var before = Enumerable.Range(1, 100).Select(line => $"before {line}");
        var after = Enumerable.Range(1, 100).Select(line => $"after {line}");
        var message = await Difference(string.Join('\n', before), string.Join('\n', after));
        Assert.EndsWith("… and 140 lines more\n", message, StringComparison.Ordinal);
        Assert.InRange(message.Split('\n').Length, 60, 75);
    }

    [Fact]
    public async Task A_long_line_is_cut_and_counted() =>
        Assert.Contains("… (800 more)", await Difference("a", new string('b', 1000)), StringComparison.Ordinal);

    [Fact]
    public async Task A_new_text_is_said_to_be_new()
    {
        var message = await Message("text");
        Assert.Contains("New:", message, StringComparison.Ordinal);
        Assert.Contains("There is no verified text yet", message, StringComparison.Ordinal);
    }

    private Task<string> Difference(string verified, string received)
    {
        _folder.Write("Text.verified.txt", verified);
        return Message(received);
    }

    private async Task<string> Message(string received) => (await Assert.ThrowsAnyAsync<Exception>(
        () => Verify(received).UseDirectory(_folder.Path).UseFileName("Text").DisableRequireUniquePrefix().ToTask())).Message;
}
