using System.Text;
using System.Text.RegularExpressions;

namespace SerpentDsl.Tasks.Tests;

public partial class TextPiecesTests
{
    [Theory]
    [InlineData("Hello world", new[] { "Hello", " world" })]
    [InlineData("don't we'll I'M x'", new[] { "don", "'t", " we", "'ll", " I", "'", "M", " x", "'" })]
    [InlineData("in 1999, at 3.5%", new[] { "in", " 1999", ",", " at", " 3", ".", "5", "%" })]
    [InlineData("a  b   \n\n c ", new[] { "a", " ", " b", "   \n\n", " c", " " })]
    [InlineData("a\nb\tc", new[] { "a", "\n", "b", "\t", "c" })]
    [InlineData("naïve 東京 ½²", new[] { "naïve", " 東京", " ½²" })]
    [InlineData(" @-@ ", new[] { " @-@", " " })]
    public void Text_is_cut_as_the_pattern_says(string text, string[] pieces) => Assert.Equal(pieces, Cut(text));

    [Fact]
    public void Random_text_is_cut_as_by_the_regular_expression()
    {
        // Around what decides: contractions, kinds of white space, letters and digits beyond ASCII.
        string[] parts =
        [
            "'",
            "s",
            "re",
            "ll",
            " ",
            " ",
            "\n",
            "\t",
            "\u00A0",
            "\u2003",
            "\u0085",
            "a",
            "Z",
            "é",
            "東",
            "1",
            "²",
            "९",
            "!",
            "-",
            "🐍",
            "\u0301",
            "\u001C"
        ];
        var random = new Random(11);
        for (var trial = 0; trial < 5_000; trial++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => parts[random.Next(parts.Length)]));
            Assert.Equal(Pattern().Matches(text).Select(match => match.Value), Cut(text));
        }
    }

    [Fact]
    public void Any_bytes_can_be_cut()
    {
        var random = new Random(12);
        for (var trial = 0; trial < 2_000; trial++)
        {
            var bytes = new byte[random.Next(1, 30)];
            random.NextBytes(bytes);
            var position = 0;
            while (position < bytes.Length)
            {
                var end = TextPieces.EndOf(bytes, position);
                Assert.InRange(end, position + 1, bytes.Length);
                position = end;
            }
        }
    }

    private static List<string> Cut(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var pieces = new List<string>();
        for (int start = 0, end; start < bytes.Length; start = end)
        {
            end = TextPieces.EndOf(bytes, start);
            pieces.Add(Encoding.UTF8.GetString(bytes.AsSpan(start, end - start)));
        }

        return pieces;
    }

    // GPT-2's pattern; the snake, one sign in UTF-8, is two halves to this engine, which its classes take for other signs as well.
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Pattern();
}
