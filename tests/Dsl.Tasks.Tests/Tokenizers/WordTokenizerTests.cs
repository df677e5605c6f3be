using System.Text;

namespace SerpentDsl.Tasks.Tests;

public class WordTokenizerTests
{
    private static WordTokenizer Learn(string text, int most = 100) => WordTokenizer.Learn([Encoding.UTF8.GetBytes(text)], most);

    [Fact]
    public void Words_are_by_frequency_then_by_spelling_after_the_line_end() =>
        Assert.Equal(["<eos>", "b", "<unk>", "a", "c"], Learn(" b a <unk> b \n \n c <unk> b \n").Words);

    [Fact]
    public void Blank_lines_are_line_ends_too()
    {
        var tokenizer = Learn("a b\n");
        var ids = tokenizer.Encode(" a b \n \n\n a");
        Assert.Equal([1, 2, 0, 0, 0, 1], ids);
        Assert.Equal(" a b \n \n \n a", ((ITokenizer)tokenizer).Decode(ids));
    }

    [Fact]
    public void The_rarest_of_too_many_words_are_unknown()
    {
        var tokenizer = Learn("a a a b b c\n", most: 3);
        Assert.Equal(["<eos>", "a", "<unk>"], tokenizer.Words);
        Assert.Equal([1, 2, 2, 0], tokenizer.Encode("a b nowhere\n"));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var tokenizer = Learn("é \"quoted\" a\\b <unk>\n");
        var read = (WordTokenizer)TokenizerFile.FromJson(TokenizerFile.ToJson(tokenizer));
        Assert.Equal(tokenizer.Words, read.Words);
    }

    [Fact]
    public void A_vocabulary_without_its_marks_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new WordTokenizer(["<eos>", "a"]));
        Assert.Throws<ArgumentException>(() => new WordTokenizer(["<eos>", "<unk>", "a", "a"]));
    }
}
