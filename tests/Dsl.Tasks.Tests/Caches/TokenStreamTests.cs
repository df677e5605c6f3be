
namespace SerpentDsl.Tasks.Tests;

public class TokenStreamTests
{
    [Fact]
    public void A_stream_in_memory_gives_back_its_tokens()
    {
        using var stream = TokenStream.Of(new[] { 5, 6, 7, 8 });
        var middle = new int[2];
        stream.Read(1, middle);
        Assert.Equal([6, 7], middle);
        Assert.Equal((4L, 8), (stream.Count, stream[3]));
        stream.Read(4, []);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3, 2)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(long.MaxValue, 1)]
    public void What_lies_outside_is_refused(long start, int count)
    {
        using var stream = TokenStream.Of(new[] { 5, 6, 7, 8 });
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Read(start, new int[count]));
    }
}
