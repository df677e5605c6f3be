using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class RetrievalTaskTests : IDisposable
{
    private static readonly string[] s_splits = ["train", "eval", "test"];

    private readonly TemporaryFolder _folder = new();

    public RetrievalTaskTests() => Directory.CreateDirectory(_folder["data"]);

    public void Dispose() => _folder.Dispose();

    private PairSplits Load(IPairTask? task = null) =>
        (task ?? new Retrieval()).Load(new TaskContext(_folder["cache"], _folder["data"], null), default);

    private void Write(string name, params string[] lines) =>
        File.WriteAllText(Path.Combine(_folder["data"], name), string.Join('\n', lines) + "\n");

    private void WriteAan(params string[] train)
    {
        Write("new_aan_pairs.train.tsv", train);
        Write("new_aan_pairs.eval.tsv", "1.0\ta\tb\talpha words\talpha words", "0.0\ta\tc\talpha words\tother things");
        Write("new_aan_pairs.test.tsv", "0\ta\tc\talpha words\tother things");
    }

    private void WriteAcl()
    {
        Write("acl_docs.tsv", "A\talpha words here", "B\tbeta words \"quoted", "C\tother é things");
        foreach (var split in s_splits)
        {
            Write($"acl_pairs.{split}.tsv", "1.0\tA\tB", "0.0\tA\tC");
        }
    }

    [Fact]
    public void Rows_of_the_long_range_arena_are_read_without_quotes()
    {
        WriteAan("1.0\ta\tb\talpha \"words\tab", "0.0\ta\tc\talpha \"words\t~ é");
        var splits = Load();
        Assert.Equal((2, 2, 1), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal((1, 0), (splits.Train[0].Label, splits.Train[1].Label));
        Assert.Equal([3 + 'a' - ' ', 3 + 'b' - ' ', 2], splits.Train[0].Second.ToArray());
        Assert.Equal([97, 3, 1, 2], splits.Train[1].Second.ToArray());
        Assert.Equal("\"", splits.Encoder!.NameOf(splits.Train[0].First.Span[6]));

        // One document is one sequence, however often it occurs.
        Assert.True(splits.Train[0].First.Equals(splits.Train[1].First));
        Assert.Contains("Long Range Arena", splits.Source);
    }

    [Fact]
    public void Citation_pairs_are_joined_with_their_documents()
    {
        WriteAcl();
        var splits = Load();
        Assert.Equal((2, 2, 2), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal("alpha words here", Decode(splits, splits.Test[1].First));
        Assert.Equal("other <unk> things", Decode(splits, splits.Test[1].Second));
        Assert.Equal("beta words \"quoted", Decode(splits, splits.Train[0].Second));
        Assert.Equal(98, new Retrieval().Vocabulary);

        // A shares a word with B only: the overlap tells the classes apart.
        Assert.Equal([new TaskBaseline("word overlap", 1), new TaskBaseline("commonest class", 0.5)], splits.Baselines);
    }

    [Fact]
    public void The_long_range_arena_is_preferred()
    {
        WriteAcl();
        WriteAan("1.0\ta\tb\tx\ty", "0.0\ta\tb\tx\tz");
        Assert.Contains("AAN", Load().Source);
    }

    [Fact]
    public void Documents_are_cut()
    {
        string text = string.Concat(Enumerable.Repeat("a b c long ", 1000)), dense = string.Concat(Enumerable.Repeat("word ", 1000));
        WriteAan($"1.0\ta\tb\t{text}\t{text} and more", $"0.0\ta\tb\t{text}\tshort", $"0.0\ta\tb\t{dense}\t{dense}");
        Assert.Equal((4000, 4000), Lengths(Load()));
        Assert.Equal(512, Load(new WordRetrieval()).Train[2].First.Length);

        // The baseline's words, those of the first 4,000 characters: one in eleven of them, and the end.
        Assert.Equal((364, 364), Lengths(Load(new WordRetrieval())));
        Assert.Equal((4001, 4001), Lengths(Load(new ByteRetrieval())));

        static (int, int) Lengths(PairSplits splits) => (splits.Train[0].First.Length, splits.Train[0].Second.Length);
    }

    [Fact]
    public void Words_with_ids_are_the_commonest_of_the_training_documents()
    {
        WriteAan("1.0\ta\tb\tThese cats, these 12\tthis CATS \U0001F40D", "0.0\ta\tc\tThese cats, these 12\tThese écoles, two");
        var made = Load(new WordRetrieval());
        Assert.Equal([3, 4, 3, 2], made.Train[0].First.ToArray());
        Assert.Equal("these cats these", Words(made, made.Train[0].First));
        Assert.Equal("this cats", Words(made, made.Train[0].Second));
        Assert.Equal("these coles", Words(made, made.Train[1].Second));

        // Those of the other splits are unknown, and the same holds of what the cache gives back.
        var cached = Load(new WordRetrieval());
        Assert.Equal("<unk> <unk>", Words(cached, cached.Validation[1].Second));
        Assert.Equal(made.Train[0].Second.ToArray(), cached.Encoder!.Encode(" This cats\U0001F40D", 512));
        Assert.Equal([3, 2], cached.Encoder.Encode("THESE cats", 2));

        static string Words(PairSplits splits, ReadOnlyMemory<ushort> tokens) =>
            string.Join(' ', tokens.ToArray().SkipLast(1).Select(token => splits.Encoder!.NameOf(token)));
    }

    [Fact]
    public void The_rarest_words_have_no_ids()
    {
        string[] words =
        [
            .. Enumerable.Range(0, 4100).Select(i => $"w{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i / 676))}")
        ];
        WriteAan([.. words.Chunk(500).Select(some => $"1.0\ta\tb\t{string.Join(' ', some)}\t{some[0]}"), "0.0\ta\tb\tx\ty"]);
        var splits = Load(new WordRetrieval());
        int[] ids = [.. splits.Train.SelectMany(pair => pair.First.ToArray().SkipLast(1)).Select(id => (int)id)];
        Assert.Equal(new WordRetrieval().Vocabulary - 1, ids.Max());
        Assert.Equal(4100 - (4000 - 3), ids.Count(id => id == 1));
    }

    [Fact]
    public void Broken_rows_are_named_by_file_and_line()
    {
        WriteAan("1.0\ta\tb\tx\ty", "2.0\ta\tb\tx\ty", "1.0\ta\tb\tx", "1.5\ta\tb\tx\ty", "1.\ta\tb\tx\ty", "1\ta\tb\t\ty");
        var message = Assert.Throws<TaskDataException>(() => Load()).Message;
        Assert.Contains("5 of the 6 rows of", message);
        Assert.Contains("new_aan_pairs.train.tsv, line 2: the label is '2.0'", message);
        Assert.Contains("line 3: the row has 4 columns; it has 5", message);
        Assert.Contains("line 4: the label is '1.5'", message);
        Assert.Contains("line 5: the label is '1.'", message);
        Assert.Contains("line 6: the text is empty", message);
    }

    [Fact]
    public void Unknown_and_repeated_documents_are_named()
    {
        WriteAcl();
        Write("acl_pairs.eval.tsv", "1.0\tA\tB", "1.0\tA\tNone");
        Assert.Contains("acl_pairs.eval.tsv, line 2: there is no document None", Assert.Throws<TaskDataException>(() => Load()).Message);
        Write("acl_docs.tsv", "A\tone", "A\ttwo");
        Assert.Contains("acl_docs.tsv, line 2: the document A is there already", Assert.Throws<TaskDataException>(() => Load()).Message);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Contains("new_aan_pairs.train.tsv", Assert.Throws<TaskDataException>(() => Load()).Message);
        WriteAcl();
        File.Delete(Path.Combine(_folder["data"], "acl_docs.tsv"));
        Assert.Contains("there is no acl_docs.tsv", Assert.Throws<TaskDataException>(() => Load()).Message);
    }

    [Theory]
    [InlineData("Alpha beta", "ALPHA, beta!", 1)]
    [InlineData("alpha beta gamma", "alpha delta", 0.25)]
    [InlineData("the cat sat", "the cat sat", 0)] // no word of four letters
    [InlineData("abcd1efgh", "abcd efgh", 1)]
    [InlineData("", "", 0)]
    public void Overlap_is_of_words_of_four_letters(string first, string second, double overlap) =>
        Assert.Equal(overlap, WordOverlap.Of(WordOverlap.WordsOf(first), WordOverlap.WordsOf(second)), 12);

    [SharedDataFact(SharedData.Citations)]
    public void The_real_pairs_have_the_sizes_and_the_baseline_of_the_reference()
    {
        var splits = new Retrieval().Load(new TaskContext(_folder["cache"], SharedData.Folder, null), default);
        Assert.Equal((4_428, 554, 554), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal(0.5, splits.Baselines[1].Accuracy);

        // The best threshold over all rows is right for 75.6 %; this one was chosen on train and measured on 554 rows.
        Assert.InRange(splits.Baselines[0].Accuracy, 0.75, 0.82);
        Assert.All(splits.Train, row => Assert.Equal((4000, 4000), (Math.Max(row.First.Length, 4000), Math.Max(row.Second.Length, 4000))));
        Assert.Equal(97, splits.Train.Max(row => row.First.Span.ToArray().Max()));
    }

    private static string Decode(PairSplits splits, ReadOnlyMemory<ushort> tokens) =>
        string.Concat(tokens.ToArray().SkipLast(1).Select(token => splits.Encoder!.NameOf(token)));
}
