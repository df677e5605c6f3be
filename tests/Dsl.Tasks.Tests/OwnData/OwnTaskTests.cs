using System.Globalization;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class OwnTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TaskContext Context => new(_folder["cache"], null, null);

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    private string Reviews(int rows = 40) => Write(
        "reviews.csv",
        "id,text,sentiment\n" + string.Concat(Enumerable.Range(0, rows).Select(
            row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row},\"film {row}, {(row % 4 == 0 ? "bad" : "good")}\",{(row % 4 == 0 ? "neg" : "pos")}\n"))));

    [Fact]
    public void A_table_becomes_three_splits_with_the_same_shares_of_each_class()
    {
        var task = new TableTask(Reviews(), "text", "sentiment");
        Assert.Equal(("reviews", 0, 258), (task.Name, task.Classes, task.Vocabulary));
        var splits = task.Load(Context, default);
        Assert.Equal((32, 4, 4), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal(["neg", "pos"], splits.Labels!);
        Assert.Equal((2, 1, 1), (task.Classes, splits.Validation.Count(row => row.Label == 0), splits.Test.Count(row => row.Label == 0)));
        var again = new TableTask(_folder["reviews.csv"], "text", "sentiment").Load(Context, default);
        Assert.Equal(splits.Test.Select(Text), again.Test.Select(Text));
        var other = new TableTask(_folder["reviews.csv"], "text", "sentiment") { SplitSeed = 2 }.Load(Context, default);
        Assert.NotEqual(splits.Test.Select(Text), other.Test.Select(Text));
        Assert.Equal(40, splits.Train.Concat(splits.Validation).Concat(splits.Test).Select(Text).Distinct().Count());
        Assert.Equal(0.75, splits.Baselines[0].Accuracy);
        Assert.False(splits.Cut!.Any);
    }

    [Theory]
    [InlineData("bytes", 258)]
    [InlineData("characters", 20)]
    [InlineData("words", 20)]
    [InlineData("bpe", 270)]
    public void Every_tokenizer_fits_the_model(string tokenizer, int vocabulary)
    {
        var task = new TableTask(Reviews(), "text", "sentiment") { Tokenizer = tokenizer };
        task.Fit(new ClassifierHeadSpec(vocabulary, 2, 8));
        var splits = task.Load(Context, default);
        Assert.InRange(task.Vocabulary, 5, vocabulary);
        Assert.InRange(task.MaxLength, 3, 8);
        Assert.All(splits.Train, row => Assert.InRange(row.Tokens.ToArray().Max(), 0, task.Vocabulary - 1));

        // The encoder of the run gives the same rows, whatever is learned from other data.
        var run = Directory.CreateDirectory(_folder["run"]).FullName;
        EncoderFile.Write(run, splits.Encoder!);
        LabelFile.Write(run, new LabelSet(splits.Labels));
        var recalled = new TableTask(_folder["reviews.csv"], "text", "sentiment") { Tokenizer = tokenizer, SplitSeed = 9 };
        recalled.Fit(new ClassifierHeadSpec(vocabulary, 2, 8));
        recalled.Recall(run);
        Assert.Equal(
            splits.Train.Concat(splits.Validation).Concat(splits.Test).Select(Text).Order(),
            recalled.Load(Context, default) is var all
                ? all.Train.Concat(all.Validation).Concat(all.Test).Select(Text).Order()
                : []);
    }

    [Fact]
    public void A_tokenizer_of_a_file_is_taken()
    {
        var path = _folder["tokenizer.json"];
        TokenizerFile.Write(path, WordTokenizer.Learn(["film good bad\n"u8.ToArray()], 100));
        var task = new TableTask(Reviews(), "text", "sentiment") { Tokenizer = path };
        Assert.IsType<TokenizerEncoder>(task.Load(Context, default).Encoder);
        Assert.Equal(6, task.Vocabulary);
        Assert.Contains(
            "There is no tokenizer 'telepathy'", Refused(new TableTask(Reviews(), "text", "sentiment") { Tokenizer = "telepathy" }));
    }

    [Fact]
    public void The_tokens_of_a_model_that_was_trained_before_are_taken_from_its_folder()
    {
        var words = WordTokenizer.Learn(["film good bad\n"u8.ToArray()], 100);
        var language = Directory.CreateDirectory(_folder["language"]).FullName;
        EncoderFile.Write(language, words);
        var task = new TableTask(Reviews(), "text", "sentiment") { Tokenizer = language };
        var encoder = Assert.IsType<TokenizerEncoder>(task.Load(Context, default).Encoder);
        Assert.Equal(words.Encode("good film"), encoder.Encode("good film", 9).SkipLast(1).Select(id => (int)id));

        // A classifier's folder gives the same rows to the next classifier, and its tokenizer to a language model.
        var classifier = Directory.CreateDirectory(_folder["classifier"]).FullName;
        EncoderFile.Write(classifier, encoder);
        var next = new TableTask(Reviews(), "text", "sentiment") { Tokenizer = classifier };
        Assert.Equal(encoder.Encode("bad", 9), next.Load(Context, default).Encoder!.Encode("bad", 9));
        var corpus = Write("corpus.txt", string.Concat(Enumerable.Repeat("good film\n", 40)));
        using (var text = new TextFileTask(corpus) { Tokenizer = classifier }.Load(Context, default))
        {
            Assert.Equal(words.Encode("good"), text.Tokenizer.Encode("good"));
        }

        EncoderFile.Write(classifier, new ByteEncoder());
        Assert.Contains("is a classifier", Assert.Throws<TaskDataException>(
            () => new TextFileTask(corpus) { Tokenizer = classifier }.Load(Context, default)).Message);
        Assert.Contains("neither encoder.json nor tokenizer.json", Refused(
            new TableTask(Reviews(), "text", "sentiment") { Tokenizer = Directory.CreateDirectory(_folder["empty"]).FullName }));
    }

    [Fact]
    public void A_class_that_the_run_does_not_know_is_told_once()
    {
        var run = Directory.CreateDirectory(_folder["run"]).FullName;
        LabelFile.Write(run, new LabelSet(["pos", "other"]));
        var task = new TableTask(Reviews(), "text", "sentiment");
        task.Recall(run);
        var message = Refused(task);
        Assert.Contains("'neg'", message);
        Assert.Equal(1, message.Split("'neg'").Length - 1);
    }

    [Fact]
    public void Long_rows_are_cut_and_counted()
    {
        var task = new TableTask(Write("long.csv", "t,l\n" + string.Concat(Enumerable.Range(0, 30).Select(row =>
            $"{new string('x', row)}y,{row % 2}\n"))), "t", "l")
        { LongestText = 10 };
        var splits = task.Load(Context, default);
        var rows = splits.Train.Concat(splits.Validation).Concat(splits.Test).ToArray();
        Assert.Equal(10, rows.Max(row => row.Tokens.Length));
        Assert.All(rows, row => Assert.Equal(257, row.Tokens.Span[^1]));
        Assert.Equal(30 - 9, splits.Cut!.Train + splits.Cut.Validation + splits.Cut.Test);
    }

    [Fact]
    public void Splits_may_be_given()
    {
        Write("set/train.csv", "t,l\na,x\nb,y\n");
        Write("set/valid.jsonl", "{\"t\":\"c\",\"l\":\"x\"}\n");
        Write("set/test.csv", "t,l\nd,y\ne,y\n");
        var folder = new TableTask(_folder["set"], "t", "l").Load(Context, default);
        Assert.Equal((2, 1, 2), (folder.Train.Count, folder.Validation.Count, folder.Test.Count));
        var named = new TableTask(_folder["set/train.csv"], "t", "l")
        {
            Validation = _folder["set/valid.jsonl"],
            Test = _folder["set/test.csv"],
        };
        Assert.Equal(folder.Test.Select(Text), named.Load(Context, default).Test.Select(Text));
        var column = Write("column.csv", "t,l,s\na,x,train\nb,y,Train\nc,x,dev\nd,y,test\n");
        var marked = new TableTask(column, "t", "l") { SplitColumn = "s" }.Load(Context, default);
        Assert.Equal((2, 1, 1), (marked.Train.Count, marked.Validation.Count, marked.Test.Count));
        Assert.Contains(
            "line 5: 's' is 'later'",
            Refused(new TableTask(Write("column.csv", "t,l,s\na,x,train\nb,y,train\nc,x,dev\nd,y,later\n"), "t", "l")
            {
                SplitColumn = "s",
            }));
        Assert.Contains(
            "No row of",
            Refused(new TableTask(Write("column.csv", "t,l,s\na,x,train\nb,y,train\nc,x,dev\n"), "t", "l") { SplitColumn = "s" }));
        Assert.Contains("given twice", Refused(new TableTask(column, "t", "l") { SplitColumn = "s", Test = column }));
    }

    [Theory]
    [InlineData("t,l\na,x\n,y\n", "line 3: 't' is empty")]
    [InlineData("t,l\na,\nb,y\n", "line 2: 'l' is empty")]
    [InlineData("t,l\na,x\nb,x\nc,x\nd,x\n", "have the label 'x'")]
    [InlineData("t,l\na,x\nb,y\n", "none remains for the validation split")]
    [InlineData("u,l\na,x\nb,y\n", "has no column 't'")]
    public void Mistakes_are_named(string content, string message) =>
        Assert.Contains(message, Refused(new TableTask(Write("rows.csv", content), "t", "l")));

    [Fact]
    public void More_mistakes_are_named()
    {
        Write("set/train.csv", "t,l\na,x\nb,y\n");
        Write("set/valid.csv", "t,l\nc,z\n");
        Write("set/test.csv", "t,l\nd,y\n");
        Assert.Contains("The label 'z' occurs in", Refused(new TableTask(_folder["set"], "t", "l")));
        Assert.Contains("which is not there", Refused(new TableTask("nowhere.csv", "t", "l")));
        Assert.Contains("above 0 and below 1", Refused(new TableTask(Reviews(), "text", "sentiment") { TestShare = 1.5 }));
        Assert.Contains(
            "leaves nothing", Refused(new TableTask(Reviews(), "text", "sentiment") { TestShare = 0.5, ValidationShare = 0.5 }));
        Assert.Contains("too small", Refused(new TableTask(Reviews(), "text", "sentiment") { Tokenizer = "bpe", VocabularySize = 100 }));
        Assert.Contains("Name the column that holds the class", Refused(new TableTask(Reviews(4000), "sentiment", "id")));
    }

    [Fact]
    public void Whole_numbers_are_sorted_by_value()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(row => $"a{row},{(row % 3) switch { 0 => 10, 1 => 9, _ => -1 }}\n"));
        Assert.Equal(["-1", "9", "10"], new TableTask(Write("n.csv", "t,l\n" + rows), "t", "l").Load(Context, default).Labels!);
    }

    [Fact]
    public void Pairs_of_texts()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(row => $"question {row},answer {row},{row % 2}\n"));
        var task = new PairTableTask(Write("pairs.csv", "q,a,l\n" + rows), "q", "a", "l");
        var splits = task.Load(Context, default);
        Assert.Equal((22, 2), (splits.Train.Count, task.Classes));
        Assert.Equal(splits.Train[0].First.Length + 8 - 10, splits.Train[0].Second.Length);
    }

    [Fact]
    public void Folders_of_classes()
    {
        foreach (var row in Enumerable.Range(0, 20))
        {
            Write($"texts/{(row % 2 == 0 ? "cat" : "dog")}/{row}.txt", $"text {row}");
        }

        var task = new FolderTask(_folder["texts"]);
        var splits = task.Load(Context, default);
        Assert.Equal(("texts", 16, 2, 2), (task.Name, splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal(["cat", "dog"], splits.Labels!);
        Write("texts/cat/bad.txt", "");
        Assert.Contains("bad.txt is empty", Refused(task));
        File.WriteAllBytes(_folder["texts/cat/bad.txt"], [0xFF, 0xFE, 0x00]);
        File.WriteAllBytes(_folder["texts/cat/bad.txt"], [0x41, 0xFF, 0x41]);
        Assert.Contains("bad.txt is not UTF-8", Refused(task));
        Assert.Contains("has no sub-folders", Refused(new FolderTask(_folder["texts/dog"])));
    }

    private string Refused(ISequenceTask task) => Assert.Throws<TaskDataException>(() => task.Load(Context, default)).Message;

    private static string Text(SequenceExample row) => string.Join(' ', row.Tokens.ToArray()) + " " + row.Label;
}
