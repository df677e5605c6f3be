using System.Text;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class TextFileTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TaskContext Context => new(_folder["cache"], null, null);

    private static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(line => $"line {line} of the text 🙂\n"));

    [Theory]
    [InlineData("bytes", 256)]
    [InlineData("characters", 40)]
    [InlineData("words", 50)]
    [InlineData("bpe", 300)]
    public void A_file_is_cut_at_line_ends(string tokenizer, int vocabulary)
    {
        File.WriteAllText(_folder["corpus.txt"], Lines(200), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        var task = new TextFileTask(_folder["corpus.txt"]) { Tokenizer = tokenizer };
        task.Fit(new LanguageModelHeadSpec(vocabulary, 16, true));
        using var splits = task.Load(Context, default);
        Assert.Equal("corpus", task.Name);
        Assert.InRange(task.Vocabulary, 10, vocabulary);
        Assert.Equal(Encoding.UTF8.GetByteCount(Lines(200)), splits.Train.Bytes + splits.Validation.Bytes + splits.Test.Bytes);
        Assert.InRange(splits.Train.Bytes / (double)(splits.Train.Bytes + splits.Validation.Bytes + splits.Test.Bytes), 0.78, 0.82);
        if (tokenizer != "words")
        {
            var all = new[] { splits.Train, splits.Validation, splits.Test }.Select(split => TextOf(splits.Tokenizer, split)).ToArray();
            Assert.All(all, text => Assert.StartsWith("line ", text));
            Assert.Equal(Lines(200), string.Concat(all));
        }

        // Read again from the cache.
        using var cached = new TextFileTask(_folder["corpus.txt"]) { Tokenizer = tokenizer, VocabularySize = vocabulary }
            .Load(Context, default);
        Assert.Equal(splits.Train.Tokens.Count, cached.Train.Tokens.Count);
        Assert.Equal(splits.Tokenizer.Encode("line 5\n"), cached.Tokenizer.Encode("line 5\n"));
    }

    [Fact]
    public void Documents_end_where_the_tokenizer_s_end_of_text_is_and_a_run_keeps_it()
    {
        // Only the file beside the tokenizer says that 'l' ends a text.
        Directory.CreateDirectory(_folder["model"]);
        File.Copy(
            Path.Combine(FixtureFiles.Folder, "tokenizers", "hf_padded_vocab8_tokenizer", "tokenizer.json"),
            _folder["model/tokenizer.json"]);
        File.WriteAllText(_folder["model/tokenizer_config.json"], """{ "eos_token": "l" }""");
        File.WriteAllText(_folder["corpus.txt"], Lines(200));
        var task = new TextFileTask(_folder["corpus.txt"]) { Tokenizer = _folder["model/tokenizer.json"] };
        using var splits = task.Load(Context, default);
        Assert.Equal("l"u8, splits.Tokenizer.BytesOf(splits.DocumentEnd!.Value));

        using var cached = new TextFileTask(_folder["corpus.txt"]) { Tokenizer = _folder["model/tokenizer.json"] }.Load(Context, default);
        Assert.Equal(splits.DocumentEnd, cached.DocumentEnd);
        Directory.CreateDirectory(_folder["run"]);
        EncoderFile.Write(_folder["run"], cached.Tokenizer);
        Assert.Equal(splits.DocumentEnd, EncoderFile.ReadTokenizer(_folder["run"]).EndOfText);
        using var bytes = new TextFileTask(_folder["corpus.txt"]).Load(Context, default);
        Assert.Null(bytes.DocumentEnd);

        // Text that was encoded with a file of before is not taken from the cache.
        File.WriteAllText(_folder["model/tokenizer_config.json"], """{ "eos_token": "i" }""");
        using var changed = new TextFileTask(_folder["corpus.txt"]) { Tokenizer = _folder["model/tokenizer.json"] }.Load(Context, default);
        Assert.Equal("i"u8, changed.Tokenizer.BytesOf(changed.DocumentEnd!.Value));
    }

    [Fact]
    public void Folders_and_given_splits()
    {
        Directory.CreateDirectory(_folder["set"]);
        File.WriteAllText(_folder["set/train.txt"], Lines(20));
        File.WriteAllText(_folder["set/valid.txt"], Lines(5));
        File.WriteAllText(_folder["set/test.txt"], Lines(6));
        using (var splits = new TextFileTask(_folder["set"]).Load(Context, default))
        {
            Assert.Equal(Lines(5).Length + 5 * 2, splits.Validation.Bytes);
            Assert.Equal(Lines(20), TextOf(splits.Tokenizer, splits.Train));
        }

        Directory.CreateDirectory(_folder["books"]);
        File.WriteAllText(_folder["books/b.txt"], "second");
        File.WriteAllText(_folder["books/a.txt"], Lines(30) + "no line end");
        using var books = new TextFileTask(_folder["books"]).Load(Context, default);
        var text = string.Concat(
            new[] { books.Train, books.Validation, books.Test }.Select(split => TextOf(books.Tokenizer, split)));
        Assert.Equal(Lines(30) + "no line end\nsecond\n", text);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        File.WriteAllText(_folder["short.txt"], "one line");
        Assert.Contains("too little text", Refused(_folder["short.txt"]));
        File.WriteAllBytes(_folder["latin.txt"], [.. "caf"u8, 0xE9, (byte)'\n']);
        Assert.Contains("line 1: the line is no UTF-8", Refused(_folder["latin.txt"]));
        File.WriteAllBytes(_folder["noise.txt.gz"], [7, 7, 7, 7]);
        Assert.Contains("is no gzip file", Refused(_folder["noise.txt.gz"]));
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Contains("has no text file", Refused(_folder["empty"]));
        Assert.Contains("which is not there", Refused("nowhere.txt"));
    }

    private string Refused(string path) => Assert.Throws<TaskDataException>(() => new TextFileTask(path).Load(Context, default)).Message;

    private static string TextOf(ITokenizer tokenizer, LanguageSplit split)
    {
        var tokens = new int[split.Tokens.Count];
        split.Tokens.Read(0, tokens);
        return tokenizer.Decode(tokens);
    }
}
