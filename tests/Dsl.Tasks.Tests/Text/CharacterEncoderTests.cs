
namespace SerpentDsl.Tasks.Tests;

public class CharacterEncoderTests
{
    [Fact]
    public void Ids_are_the_places_in_the_alphabet_after_three_specials()
    {
        var encoder = new CharacterEncoder("ab🐍");
        Assert.Equal(6, encoder.Vocabulary);
        Assert.Equal([4, 3, 5, 1, 2], encoder.Encode("ba🐍é", 10));
        Assert.Equal(["<pad>", "<unk>", "<eos>", "a", "b", "🐍"], Enumerable.Range(0, 6).Select(encoder.NameOf));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.NameOf(6));
    }

    [Theory]
    [InlineData(1, new ushort[] { 2 })]
    [InlineData(2, new ushort[] { 5, 2 })]
    [InlineData(3, new ushort[] { 5, 3, 2 })]
    [InlineData(9, new ushort[] { 5, 3, 2 })]
    public void A_cut_counts_code_points_and_leaves_room_for_the_end(int maxLength, ushort[] ids) =>
        Assert.Equal(ids, new CharacterEncoder("ab🐍").Encode("🐍a", maxLength));

    [Fact]
    public void The_alphabet_is_counted_in_the_first_characters_only()
    {
        // b three times, a and 🐍 twice (a first by code point), c once, d beyond the cut.
        var alphabet = CharacterEncoder.AlphabetOf(["bab🐍d", "ba🐍cd"], firstCharacters: 4, minimum: 2, most: 10);
        Assert.Equal("ba🐍", alphabet);
        Assert.Equal("b", CharacterEncoder.AlphabetOf(["bab🐍d", "ba🐍cd"], 4, 2, most: 1));
    }

    [Fact]
    public void Bytes_are_moved_up_by_one()
    {
        var encoder = new ByteEncoder();
        Assert.Equal([98, 0xC4, 0xAA, 257], encoder.Encode("aé", 10));
        Assert.Equal([98, 0xC4, 257], encoder.Encode("aé", 3));
        Assert.Equal(
            ("<pad>", "a", "<0xC3>", " ", "~", "<0x7F>", "<eos>"),
            (
                encoder.NameOf(0),
                encoder.NameOf(98),
                encoder.NameOf(0xC4),
                encoder.NameOf(33),
                encoder.NameOf(127),
                encoder.NameOf(128),
                encoder.NameOf(257)));
    }
}
