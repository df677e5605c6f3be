using System.Text;

namespace SerpentDsl.Tasks.Tests;

public class TextDecoderTests
{
    [Fact]
    public void A_character_comes_when_its_last_byte_does()
    {
        var decoder = new TextDecoder(new Bytes());
        var bytes = Encoding.UTF8.GetBytes("é🐍x");
        Assert.Equal(["", "é", "", "", "", "🐍", "x"], bytes.Select(value => decoder.Append(value)));
        Assert.Equal("", decoder.Flush());
    }

    [Fact]
    public void What_is_no_character_becomes_a_replacement()
    {
        var decoder = new TextDecoder(new Bytes());
        Assert.Equal(["", "\uFFFDa", ""], new[] { 0xC3, 'a', 0xF0 }.Select(decoder.Append));
        Assert.Equal("\uFFFD", decoder.Flush());
        Assert.Equal("b", decoder.Append('b'));
    }

    [Fact]
    public void Pieces_and_the_whole_are_the_same_for_any_bytes()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            int[] ids = [.. bytes.Select(value => (int)value)];
            Assert.Equal(Encoding.UTF8.GetString(bytes), TextDecoder.Decode(new Bytes(), ids));
        }
    }

    [Fact]
    public void A_long_token_is_one_piece()
    {
        var decoder = new TextDecoder(new Long());
        Assert.Equal(new string('a', 5_000), decoder.Append(0));
    }

    private sealed class Bytes : ITokenizer
    {
        private static readonly byte[] s_all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        public int Vocabulary => 256;

        public int[] Encode(string text) => [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];

        public ReadOnlySpan<byte> BytesOf(int token) => s_all.AsSpan(token, 1);
    }

    private sealed class Long : ITokenizer
    {
        public int Vocabulary => 1;

        public int[] Encode(string text) => [0];

        public ReadOnlySpan<byte> BytesOf(int token) => Encoding.ASCII.GetBytes(new string('a', 5_000));
    }
}
