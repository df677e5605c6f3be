using System.Text;
using SerpentDsl.Generation;
using SerpentDsl.Tasks;

namespace SerpentDsl.Runtime.Tests.Generation;

public class TextStreamTests
{
    private static readonly ITokenizer s_bytes = new Bytes();

    [Fact]
    public void A_character_comes_when_its_last_byte_does()
    {
        var stream = new TextStream(s_bytes);
        var bytes = Encoding.UTF8.GetBytes("é🐍x");
        Assert.Equal(["", "é", "", "", "", "🐍", "x"], bytes.Select(value => stream.Append(value)));
        Assert.Equal("", stream.Flush());
    }

    [Fact]
    public void What_is_no_character_becomes_a_replacement()
    {
        var stream = new TextStream(s_bytes);
        Assert.Equal(["", "\uFFFDa", ""], new[] { 0xC3, 'a', 0xF0 }.Select(stream.Append));
        Assert.Equal("\uFFFD", stream.Flush());
    }

    [Fact]
    public void Bytes_that_never_become_a_character_are_not_kept_for_ever()
    {
        var stream = new TextStream(s_bytes);
        var text = string.Concat(Enumerable.Repeat(0x80, 100).Select(stream.Append));
        Assert.InRange(text.Length, 80, 100);
        Assert.Equal(new string('\uFFFD', 100), text + stream.Flush());
    }

    [Fact]
    public void Pieces_and_the_whole_are_the_same_for_any_bytes()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 500; trial++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            var stream = new TextStream(s_bytes);
            Assert.Equal(
                Encoding.UTF8.GetString(bytes), string.Concat(bytes.Select(value => stream.Append(value))) + stream.Flush());
            Assert.Equal(Encoding.UTF8.GetString(bytes), s_bytes.Decode([.. bytes.Select(value => (int)value)]));
        }
    }

    [Fact]
    public void A_token_that_depends_on_the_one_before_keeps_its_space()
    {
        ITokenizer words = new Words();
        var stream = new TextStream(words, [0, 1]);
        Assert.Equal([" c", " a", " b"], new[] { 2, 0, 1 }.Select(stream.Append));
        stream = new TextStream(words);
        Assert.Equal(["c", " a"], new[] { 2, 0 }.Select(stream.Append));
    }

    [Theory]
    [InlineData("one. two", "one")]
    [InlineData("one END two", "one ")]
    [InlineData("EN EEND.", "EN E")]
    [InlineData("no stop EN", "no stop EN")]
    [InlineData("END", "")]
    [InlineData("aab", "")]
    [InlineData("aaab", "a")]
    [InlineData("é\r\n🐍 ENDE", "é\r\n🐍 ")]
    public void Text_ends_before_a_stop_however_it_is_cut(string text, string expected)
    {
        var stream = new TextStream(s_bytes, [], [".", "END", "aab"]);
        var returned = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            returned.Append(stream.Append(value));
            Assert.StartsWith(returned.ToString(), expected);
        }

        Assert.Equal(expected, returned.Append(stream.Flush()).ToString());
        Assert.Equal(expected != text, stream.Stopped);
    }

    [Fact]
    public void Of_two_stops_in_one_token_the_first_ends_the_text()
    {
        var stream = new TextStream(new Long("a stop then END"), [], ["END", "stop"]);
        Assert.Equal("a ", stream.Append(0));
        Assert.True(stream.Stopped);
        Assert.Equal("", stream.Append(0));
    }

    [Fact]
    public void A_token_that_is_none_changes_nothing()
    {
        var stream = new TextStream(s_bytes);
        stream.Append(0xC3);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Append(256));
        Assert.Equal("é", stream.Append(0xA9));
    }

    [Fact]
    public void A_long_token_is_one_piece() =>
        Assert.Equal(new string('a', 5_000), new TextStream(new Long(new string('a', 5_000))).Append(0));

    private sealed class Bytes : ITokenizer
    {
        private static readonly byte[] s_all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        public int Vocabulary => 256;

        public int[] Encode(string text) => [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];

        public ReadOnlySpan<byte> BytesOf(int token) => s_all.AsSpan(token, 1);
    }

    private sealed class Long(string text) : ITokenizer
    {
        public int Vocabulary => 1;

        public int[] Encode(string text) => [0];

        public ReadOnlySpan<byte> BytesOf(int token) => Encoding.ASCII.GetBytes(text);
    }

    private sealed class Words : ITokenizer
    {
        public int Vocabulary => 3;

        public int[] Encode(string text) => [.. text.Split(' ').Select(word => word[0] - 'a')];

        public ReadOnlySpan<byte> BytesOf(int token) => Encoding.ASCII.GetBytes($" {(char)('a' + token)}");

        public string Decode(ReadOnlySpan<int> tokens) => string.Join(' ', tokens.ToArray().Select(token => (char)('a' + token)));
    }
}
