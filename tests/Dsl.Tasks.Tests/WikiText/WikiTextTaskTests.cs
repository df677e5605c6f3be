using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using SerpentDsl.Testing;
using Xunit.Abstractions;

namespace SerpentDsl.Tasks.Tests;

public sealed class WikiTextTaskTests(ITestOutputHelper output) : IDisposable
{
    private const string Train = " = Title = \n \n The quick fox , the slow fox . \n The <unk> fox \n";
    private const string Valid = " = Other = \n \n The slow snake \n";
    private const string Test = " The end . \n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LanguageSplits Load(ILanguageTask task, IProgress<TaskProgress>? progress = null) =>
        task.Load(new TaskContext(_folder["cache"], _folder["data"], progress), default);

    private void WriteFiles(string folder = "wikitext-2", string train = Train)
    {
        Directory.CreateDirectory(Path.Combine(_folder["data"], folder));
        foreach (var (split, text) in new[] { ("train", train), ("valid", Valid), ("test", Test) })
        {
            File.WriteAllText(Path.Combine(_folder["data"], folder, $"wiki.{split}.tokens"), text);
        }
    }

    private static int[] All(LanguageSplit split)
    {
        var tokens = new int[split.Tokens.Count];
        split.Tokens.Read(0, tokens);
        return tokens;
    }

    private static string Text(LanguageSplits splits, LanguageSplit split) => splits.Tokenizer.Decode(All(split));

    [Theory]
    [InlineData(typeof(WikiText2))]
    [InlineData(typeof(ByteWikiText2))]
    [InlineData(typeof(WordWikiText2))]
    public void Streams_are_the_texts(Type type)
    {
        WriteFiles();
        var task = (ILanguageTask)Activator.CreateInstance(type)!;
        using var splits = Load(task);
        Assert.Equal(Train, Text(splits, splits.Train));
        var isWords = type == typeof(WordWikiText2);
        Assert.Equal(isWords ? " The <unk> . \n" : Test, Text(splits, splits.Test));
        Assert.Equal(isWords ? " = <unk> = \n \n The slow <unk> \n" : Valid, Text(splits, splits.Validation));
        Assert.Equal((Encoding.UTF8.GetByteCount(Train), 18L), (splits.Train.Bytes, splits.Train.Words));
        Assert.Equal((Encoding.UTF8.GetByteCount(Valid), 9L), (splits.Validation.Bytes, splits.Validation.Words));
        Assert.InRange(splits.Tokenizer.Vocabulary, 3, task.Vocabulary);
        Assert.Equal(LanguageBaselines.Of(splits.Train.Tokens, splits.Validation.Tokens, splits.Tokenizer.Vocabulary), splits.Baselines);
    }

    [Fact]
    public void Plain_gzip_and_zip_give_the_same_streams()
    {
        WriteFiles();
        var plain = Tokens();
        var folder = Path.Combine(_folder["data"], "wikitext-2");
        ZipFile.CreateFromDirectory(
            folder, Path.Combine(_folder["data"], "wikitext-2-v1.zip"), CompressionLevel.Fastest, includeBaseDirectory: true);
        foreach (var path in Directory.GetFiles(folder))
        {
            using (var packed = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest))
            {
                packed.Write(File.ReadAllBytes(path));
            }

            File.Delete(path);
        }

        var zip = Path.Combine(_folder["data"], "wikitext-2-v1.zip");
        var files = Directory.GetFiles(_folder["data"], "*", SearchOption.AllDirectories);
        Assert.Equal(plain, Tokens());
        Assert.Equal(files, Directory.GetFiles(_folder["data"], "*", SearchOption.AllDirectories));
        File.Delete(zip);
        Assert.Equal(plain, Tokens());

        int[] Tokens()
        {
            using var splits = Load(new WikiText2());
            return All(splits.Train);
        }
    }

    [Fact]
    public void The_cache_is_used_until_the_content_changes()
    {
        WriteFiles();
        Load(new WikiText2()).Dispose();
        var reports = new Reports();
        Load(new WikiText2(), reports).Dispose();
        Assert.Empty(reports.All);
        WriteFiles(train: Train.Replace("quick", "brown"));
        using var splits = Load(new WikiText2(), reports);
        Assert.NotEmpty(reports.All);
        Assert.Contains("brown", Text(splits, splits.Train));
    }

    [Fact]
    public void The_tokenizer_lies_beside_the_streams()
    {
        WriteFiles();
        using var splits = Load(new WikiText2());
        var path = Assert.Single(Directory.GetFiles(_folder["cache"], "tokenizer.json", SearchOption.AllDirectories));
        Assert.Equal(splits.Tokenizer.Encode(Train), TokenizerFile.Read(path).Encode(Train));
    }

    [Fact]
    public void A_line_that_is_no_utf8_names_file_and_line()
    {
        WriteFiles();
        File.WriteAllBytes(Path.Combine(_folder["data"], "wikitext-2", "wiki.valid.tokens"), [.. " fine \n \n"u8, 0xFF, (byte)'\n']);
        var message = Assert.Throws<TaskDataException>(() => Load(new WikiText2())).Message;
        Assert.Contains("wiki.valid.tokens, line 3: the line is no UTF-8", message);
        File.WriteAllBytes(Path.Combine(_folder["data"], "wikitext-2", "wiki.train.tokens"), [0xFF, (byte)'\n']);
        Assert.Contains("wiki.train.tokens, line 1", Assert.Throws<TaskDataException>(() => Load(new WordWikiText2())).Message);
        Assert.Contains("wiki.train.tokens, line 1", Assert.Throws<TaskDataException>(() => Load(new WikiText2())).Message);
        Assert.Empty(Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        WriteFiles();
        File.Delete(Path.Combine(_folder["data"], "wikitext-2", "wiki.test.tokens"));
        Assert.Contains("no wikitext-2/wiki.test.tokens", Assert.Throws<TaskDataException>(() => Load(new WikiText2())).Message);
        Assert.Contains("wikitext-103-v1.zip", Assert.Throws<TaskDataException>(() => Load(new WikiText103())).Message);
    }

    [SharedDataFact(SharedData.WikiText2)]
    public void The_real_corpus_has_the_counts_of_the_reference()
    {
        var context = new TaskContext(_folder["cache"], SharedData.Folder, null);
        using var words = new WordWikiText2().Load(context, default);
        Assert.Equal(33_278, words.Tokenizer.Vocabulary);
        Assert.Equal((2_088_628L, 217_646L, 245_569L), (words.Train.Tokens.Count, words.Validation.Tokens.Count, words.Test.Tokens.Count));
        Assert.Equal((2_088_628L, 217_646L, 245_569L), (words.Train.Words, words.Validation.Words, words.Test.Words));
        Assert.Equal((10_797_148L, 1_121_681L, 1_256_449L), (words.Train.Bytes, words.Validation.Bytes, words.Test.Bytes));
        Assert.InRange(words.Baselines[1].Loss, 4, words.Baselines[0].Loss);

        var watch = Stopwatch.StartNew();
        using var pieces = new WikiText2().Load(context, default);
        output.WriteLine(
            $"30,000 byte pairs of WikiText-2 learned and {pieces.Train.Tokens.Count:N0} + {pieces.Validation.Tokens.Count:N0} + "
                + $"{pieces.Test.Tokens.Count:N0} tokens encoded in {watch.Elapsed.TotalSeconds:0.0} s");
        foreach (var baseline in words.Baselines.Concat(pieces.Baselines))
        {
            output.WriteLine($"{baseline.Name} {baseline.Loss:0.0000}");
        }

        Assert.Equal(30_000, pieces.Tokenizer.Vocabulary);
        using var valid = SharedData.Open("wikitext/wikitext-2.valid.tokens.gz");
        var text = valid.ReadToEnd();
        Assert.Equal(text, Text(pieces, pieces.Validation));
        Assert.Equal(text, Text(words, words.Validation));
        Assert.Equal(All(pieces.Validation), pieces.Tokenizer.Encode(text));
    }
}
