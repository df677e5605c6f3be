using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class TextTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Reports _reports = new();

    public void Dispose() => _folder.Dispose();

    private SequenceSplits Load(ISequenceTask task, bool rebuild = false) =>
        task.Load(new TaskContext(_folder["cache"], _folder["data"], _reports) { Rebuild = rebuild }, default);

    private static string Row(int i) => $"{i % 2}\t{(i % 2 == 0 ? 1 : 10)}\t{i}\tReview number {i} says {(i % 2 == 0 ? "bad" : "good")}.";

    private void WriteTables(IEnumerable<string>? train = null, IEnumerable<string>? test = null)
    {
        Directory.CreateDirectory(Path.Combine(_folder["data"], "imdb"));
        File.WriteAllText(
            Path.Combine(_folder["data"], "imdb", "train.tsv"), string.Join('\n', train ?? Enumerable.Range(0, 200).Select(Row)) + "\n");
        File.WriteAllText(
            Path.Combine(_folder["data"], "imdb", "test.tsv"), string.Join('\n', test ?? Enumerable.Range(500, 100).Select(Row)));
    }

    [Fact]
    public void A_tenth_of_each_class_is_held_out_and_nothing_lost()
    {
        WriteTables();
        var splits = Load(new Text());
        Assert.Equal((180, 20, 100), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal(10, splits.Validation.Count(row => row.Label == 1));
        string[] texts = [.. splits.Train.Concat(splits.Validation).Select(row => Decode(splits, row))];
        Assert.Equal(Enumerable.Range(0, 200).Select(i => Row(i).Split('\t')[3]).Order(), texts.Order());
        Assert.All(splits.Test, row => Assert.Contains(row.Label == 1 ? "good" : "bad", Decode(splits, row)));
        Assert.Equal(new TaskBaseline("commonest class", 0.5), Assert.Single(splits.Baselines));

        // In an order of their own: labels alternate at random.
        Assert.InRange(splits.Train.Take(20).Count(row => row.Label == 1), 3, 17);
    }

    [Fact]
    public void The_official_split_validates_on_the_test_half()
    {
        WriteTables();
        var splits = Load(new OfficialText());
        Assert.Equal((200, 100, 100), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal(splits.Test.Select(row => Decode(splits, row)), splits.Validation.Select(row => Decode(splits, row)));
        Assert.Contains("test half", splits.Source);
    }

    [Fact]
    public void Repeated_texts_go_into_one_split()
    {
        WriteTables(Enumerable.Range(0, 200).Select(i => Row(i % 40)));
        var splits = Load(new Text());
        Assert.Empty(splits.Train.Select(row => Decode(splits, row)).Intersect(splits.Validation.Select(row => Decode(splits, row))));
        Assert.Equal((180, 20), (splits.Train.Count, splits.Validation.Count));
    }

    [Fact]
    public void Texts_are_the_rest_of_the_line_whatever_they_hold()
    {
        const string Text = "a\ttab, a next line \u0085, a snake 🐍 and \"quotes";
        WriteTables(Enumerable.Range(0, 200).Select(i => $"{i % 2}\t1\t{i}\t{Text}{i}"));
        string[] expected = [.. Enumerable.Range(0, 200).Select(i => $"{Text}{i}").Order(StringComparer.Ordinal)];
        var splits = Load(new OfficialText());
        Assert.Equal(expected, splits.Train.Select(row => Decode(splits, row)).Order(StringComparer.Ordinal));
        splits = Load(new ByteText());
        Assert.All(splits.Train.Concat(splits.Validation), row => Assert.Equal(257, row.Tokens.Span[^1]));
        Assert.Equal(
            expected,
            splits.Train.Concat(splits.Validation)
                .Select(row => Encoding.UTF8.GetString([.. row.Tokens.ToArray().SkipLast(1).Select(token => (byte)(token - 1))]))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Long_reviews_are_cut_in_characters()
    {
        WriteTables(Enumerable.Range(0, 40).Select(i => $"{i % 2}\t1\t{i}\t{string.Concat(Enumerable.Repeat("é🐍", 3000))}{i}"));
        var splits = Load(new Text());
        Assert.All(splits.Train, row => Assert.Equal(4096, row.Tokens.Length));
        Assert.All(Load(new ShortText()).Train, row => Assert.Equal(512, row.Tokens.Length));
        Assert.All(Load(new ByteText()).Train, row => Assert.Equal(4001, row.Tokens.Length));
        Assert.Equal("é🐍", Decode(splits, splits.Train[0])[..3]);
    }

    [Fact]
    public void Broken_rows_are_named_by_file_and_line()
    {
        WriteTables([Row(0), Row(1), "2\t1\t0\ttext", "0\t1\ttext", "", "0\t1\t7\t", Row(6)]);
        var message = Assert.Throws<TaskDataException>(() => Load(new Text())).Message;
        Assert.Contains("4 of the 7 rows of", message);
        Assert.Contains("train.tsv, line 3: the row does not begin with the label 0 or 1", message);
        Assert.Contains("line 4: the row has 3 columns", message);
        Assert.Contains("line 5: ", message);
        Assert.Contains("line 6: the text is empty", message);
    }

    [Fact]
    public void Text_that_is_no_utf8_is_named_by_line()
    {
        WriteTables();
        var path = Path.Combine(_folder["data"], "imdb", "test.tsv");
        var bytes = File.ReadAllBytes(path);
        var third = bytes.Index().Where(pair => pair.Item == '\n').ElementAt(1).Index;
        bytes[third + 15] = 0xFF;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("test.tsv, line 3: the text is no UTF-8", Assert.Throws<TaskDataException>(() => Load(new Text())).Message);
    }

    [Fact]
    public void The_published_archive_and_its_folder_give_the_same_rows()
    {
        WriteTables();
        var tables = Load(new Text());
        Directory.Delete(_folder["data"], recursive: true);
        var root = Path.Combine(_folder["data"], "aclImdb");
        var members = Enumerable.Range(0, 200).Select(i => ("train", i)).Concat(Enumerable.Range(500, 100).Select(i => ("test", i)));
        foreach (var (half, i) in members)
        {
            var folder = Path.Combine(root, half, i % 2 == 0 ? "neg" : "pos");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{i}_1.txt"), Row(i).Split('\t')[3]);
        }

        Directory.CreateDirectory(Path.Combine(root, "train", "unsup"));
        File.WriteAllText(Path.Combine(root, "train", "unsup", "0_0.txt"), "of no class");
        AssertSame(tables, Load(new Text()));

        using (var packed = new GZipStream(File.Create(Path.Combine(_folder["data"], "aclImdb_v1.tar.gz")), CompressionLevel.Fastest))
        {
            TarFile.CreateFromDirectory(root, packed, includeBaseDirectory: true);
        }

        Directory.Delete(root, recursive: true);
        AssertSame(tables, Load(new Text()));
        Assert.Equal(["aclImdb_v1.tar.gz"], Directory.GetFiles(_folder["data"], "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void A_cut_archive_is_refused()
    {
        Directory.CreateDirectory(_folder["data"]);
        var path = Path.Combine(_folder["data"], "aclImdb_v1.tar.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.NoCompression))
        using (var tar = new TarWriter(packed))
        {
            foreach (var label in new[] { "neg", "pos" })
            {
                tar.WriteEntry(
                    new UstarTarEntry(
                        TarEntryType.RegularFile, $"aclImdb/train/{label}/0_1.txt")
                    { DataStream = new MemoryStream(new byte[4000]) });
            }
        }

        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..6000]);
        Assert.Contains("is damaged", Assert.Throws<TaskDataException>(() => Load(new Text())).Message);
    }

    [Fact]
    public void The_cache_follows_the_content_not_the_date()
    {
        WriteTables();
        Load(new Text());
        var first = Assert.Single(Directory.GetDirectories(_folder["cache"]));
        var path = Path.Combine(_folder["data"], "imdb", "train.tsv");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(1));
        _reports.All.Clear();
        var cached = Load(new Text());
        Assert.Empty(_reports.All);

        // The same length and date, other content: made again, beside the old.
        var date = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("number 7 ", "number X "));
        File.SetLastWriteTimeUtc(path, date);
        var other = Load(new Text());
        Assert.NotEmpty(_reports.All);
        Assert.Equal(2, Directory.GetDirectories(_folder["cache"]).Length);
        Assert.Contains(first, Directory.GetDirectories(_folder["cache"]));
        Assert.NotEqual(Texts(cached), Texts(other));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(-5)]
    public void A_damaged_cache_is_made_again(int at)
    {
        WriteTables();
        var made = Load(new Text());
        var path = Assert.Single(Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories));
        var bytes = File.ReadAllBytes(path);
        byte[] damaged = [.. bytes];
        damaged[at < 0 ? bytes.Length + at : at] ^= 0x10;
        File.WriteAllBytes(path, damaged);
        _reports.All.Clear();
        AssertSame(made, Load(new Text()));
        Assert.Contains(_reports.All, report => report.Activity.Contains("of no use"));
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void Rebuilding_reads_the_sources_again_and_makes_the_same_bytes()
    {
        WriteTables();
        Load(new Text());
        var path = Assert.Single(Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories));
        var bytes = File.ReadAllBytes(path);
        _reports.All.Clear();
        Load(new Text(), rebuild: true);
        Assert.NotEmpty(_reports.All);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void Missing_files_are_told_with_the_ways_out()
    {
        var message = Assert.Throws<TaskDataException>(
            () => new Text().Load(new TaskContext(_folder["cache"], null, null), default)).Message;
        Assert.Contains("aclImdb_v1.tar.gz", message);
        Assert.Contains("data fetch Text", message);
        Directory.CreateDirectory(Path.Combine(_folder["data"], "imdb"));
        File.WriteAllText(Path.Combine(_folder["data"], "imdb", "train.tsv"), Row(0));
        Assert.Contains("no imdb/test.tsv", Assert.Throws<TaskDataException>(() => Load(new Text())).Message);
    }

    [SharedDataFact(SharedData.ImdbTrain)]
    public void The_real_set_has_the_sizes_and_the_vocabulary_of_the_reference()
    {
        var context = new TaskContext(_folder["cache"], SharedData.Folder, null);
        var official = new OfficialText().Load(context, default);
        Assert.Equal((25_000, 25_000, 25_000), (official.Train.Count, official.Validation.Count, official.Test.Count));

        // 131 characters occur 15 times; with the three specials 134, within the 135 that models are declared with.
        Assert.Equal(133, official.Train.Max(row => (int)row.Tokens.ToArray().Max()));
        Assert.Equal(135, new OfficialText().Vocabulary);
        Assert.Equal(4096, official.Train.Max(row => row.Tokens.Length));
        Assert.Equal(12_500, official.Test.Count(row => row.Label == 1));
        Assert.Equal(' ', official.Encoder!.NameOf(3)[0]);

        var heldOut = new Text().Load(context, default);
        Assert.Equal((22_500, 2_500, 25_000), (heldOut.Train.Count, heldOut.Validation.Count, heldOut.Test.Count));
        Assert.Equal(1_250, heldOut.Validation.Count(row => row.Label == 1));
        HashSet<string> trained = [.. heldOut.Train.Select(row => Decode(heldOut, row))];
        Assert.DoesNotContain(heldOut.Validation, row => trained.Contains(Decode(heldOut, row)));
    }

    private static string Decode(SequenceSplits splits, SequenceExample row) =>
        string.Concat(row.Tokens.ToArray().SkipLast(1).Select(token => splits.Encoder!.NameOf(token)));

    private static IEnumerable<string> Texts(SequenceSplits splits) =>
        splits.Train.Concat(splits.Validation).Concat(splits.Test).Select(row => $"{row.Label} {Decode(splits, row)}");

    private static void AssertSame(SequenceSplits expected, SequenceSplits actual)
    {
        Assert.Equal(Texts(expected), Texts(actual));
        Assert.Equal(
            (expected.Train.Count, expected.Validation.Count, expected.Baselines[0]),
            (actual.Train.Count, actual.Validation.Count, actual.Baselines[0]));
    }
}
