
namespace SerpentDsl.Tasks.Tests;

public class ListOpsTokenizerTests
{
    [Fact]
    public void The_table_is_fixed()
    {
        ushort[] expected = [13, 3, 14, 4, 12, 17, 15, 5, 6, 17, 16, 7, 8, 17, 17, 2];
        const string Text = "[MIN 0 [MAX 1 9 ] [MED 2 3 ] [SM 4 5 ] ]";
        Assert.Equal(expected, ListOpsTokenizer.Encode(ListOpsExpression.Parse(Text), 2048));
        Assert.Equal(expected, ListOpsTokenizer.Encode(Text, 2048));
        Assert.Equal(expected, ListOpsTokenizer.Encode(ListOpsExpression.Parse(Text).ToString(), 2048));
        Assert.Equal(Text.Replace(']', 'X'), ListOpsTokenizer.Decode(expected));
        Assert.All(expected, id => Assert.InRange(id, 0, ListOpsTokenizer.Vocabulary - 1));
    }

    [Theory]
    [InlineData(6, new ushort[] { 16, 4, 5, 6, 17, 2 })]
    [InlineData(5, new ushort[] { 16, 4, 5, 6, 2 })]
    [InlineData(2, new ushort[] { 16, 2 })]
    [InlineData(1, new ushort[] { 2 })]
    public void Longer_sequences_are_cut_before_their_end(int maxLength, ushort[] expected)
    {
        Assert.Equal(expected, ListOpsTokenizer.Encode(ListOpsExpression.Parse("[SM 1 2 3 ]"), maxLength));
        Assert.Equal(expected, ListOpsTokenizer.Encode("[SM 1 2 3 ]", maxLength));
    }

    [Fact]
    public void Unknown_words_get_an_id_of_their_own() =>
        Assert.Equal([ListOpsTokenizer.Unknown, 4, ListOpsTokenizer.EndOfSequence], ListOpsTokenizer.Encode("( [AVG 1 )", 10));

    [Fact]
    public void Ids_outside_the_table_cannot_be_decoded()
    {
        Assert.Equal("<pad> <unk>", ListOpsTokenizer.Decode([0, 1, 2, 99]));
        Assert.Throws<ArgumentException>(() => ListOpsTokenizer.Decode([18]));
    }
}
