using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class ListOpsTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Reports _reports = new();

    public void Dispose() => _folder.Dispose();

    private SequenceSplits Load(string? data = null) => new ShortListOps().Load(new TaskContext(_folder["cache"], data, _reports), default);

    private string CacheFile() => Assert.Single(Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories));

    [Theory]
    [InlineData(typeof(ShortListOps), 11, 63)]
    [InlineData(typeof(MediumListOps), 100, 300)]
    [InlineData(typeof(LongListOps), 500, 1_000)]
    public void Splits_are_disjoint_and_fit_the_task(Type type, int shortest, int longest)
    {
        var task = (ISequenceTask)Activator.CreateInstance(type)!;
        var splits = task.Load(new TaskContext(_folder["cache"], null, _reports), default);
        Assert.Equal((96_000, 10_000, 10_000), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        SequenceExample[] all = [.. splits.Train, .. splits.Validation, .. splits.Test];
        Assert.Equal(all.Length, all.Select(row => ListOpsTokenizer.Decode(row.Tokens.Span)).Distinct().Count());

        // With the token at the end.
        Assert.Equal((shortest + 1, longest + 1), (all.Min(row => row.Tokens.Length), all.Max(row => row.Tokens.Length)));
        Assert.Equal(longest + 1, task.MaxLength);
        Assert.All(all, row => Assert.InRange(row.Label, 0, task.Classes - 1));
        Assert.All(all, row => Assert.Equal(ListOpsTokenizer.EndOfSequence, row.Tokens.Span[^1]));
        Assert.All(all, row => Assert.InRange(row.Tokens.ToArray().Max(), 1, task.Vocabulary - 1));
        Assert.All(
            splits.Test.Take(100), row => Assert.Equal(row.Label, ListOpsExpression.Parse(ListOpsTokenizer.Decode(row.Tokens.Span)).Value));
    }

    [Fact]
    public void Baselines_are_the_root_operator_and_the_commonest_class()
    {
        var splits = Load();
        Assert.Equal(["root operator only", "commonest class"], splits.Baselines.Select(baseline => baseline.Name));

        // The root-operator baseline over again, from its definition in the reference.
        var best = splits.Train.GroupBy(row => (int)row.Tokens.Span[0])
            .ToDictionary(group => group.Key, group => group.GroupBy(row => row.Label).MaxBy(labels => labels.Count())!.Key);
        Assert.Equal(4, best.Count);
        Assert.Equal(0, best[ListOpsTokenizer.IdOf(ListOpsSymbol.Min)]);
        Assert.Equal(9, best[ListOpsTokenizer.IdOf(ListOpsSymbol.Max)]);
        Assert.Equal(splits.Validation.Average(row => best[row.Tokens.Span[0]] == row.Label ? 1.0 : 0), splits.Baselines[0].Accuracy, 12);
        Assert.True(splits.Baselines[0].Accuracy > splits.Baselines[1].Accuracy + 0.05);
    }

    [Fact]
    public void The_cache_gives_back_what_was_drawn()
    {
        var drawn = Load();
        var file = File.ReadAllBytes(CacheFile());
        _reports.All.Clear();
        var cached = Load();
        Assert.Empty(_reports.All);
        AssertSame(drawn, cached);
        Assert.Equal(file, File.ReadAllBytes(CacheFile()));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("bit")]
    [InlineData("magic")]
    [InlineData("empty")]
    public void A_damaged_cache_is_noticed_and_made_again(string damage)
    {
        var drawn = Load();
        var path = CacheFile();
        var file = File.ReadAllBytes(path);
        byte[] damaged = [.. file];
        switch (damage)
        {
            case "cut":
                damaged = damaged[..^100];
                break;
            case "bit":
                damaged[^100] ^= 1;
                break;
            case "magic":
                damaged[0]++;
                break;
            default:
                damaged = [];
                break;
        }

        File.WriteAllBytes(path, damaged);
        _reports.All.Clear();
        AssertSame(drawn, Load());
        Assert.Contains(_reports.All, report => report.Activity.Contains("of no use") && report.Activity.Contains(path));
        Assert.Equal(file, File.ReadAllBytes(CacheFile()));
    }

    [Fact]
    public void Stopping_leaves_nothing_in_the_cache()
    {
        using var stop = new CancellationTokenSource();
        _reports.Reported += stop.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(
            () => new ListOps().Load(new TaskContext(_folder["cache"], null, _reports), stop.Token));
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public void A_cache_folder_that_cannot_be_written_is_a_data_problem()
    {
        File.WriteAllText(_folder["cache"], "a file where the folder should be");
        Assert.Contains("Name another cache folder", Assert.Throws<TaskDataException>(() => Load()).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("listops-1000")]
    public void Official_files_are_preferred(string subfolder)
    {
        var folder = Path.Combine(_folder["data"], subfolder);
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "basic_train.tsv"), "Source\tTarget\r\n( ( ( [MAX 2 ) 4 ) ] )\t4\r\n( ( ( [MIN 2 ) 4 ) ] )\t2\r\n");
        File.WriteAllText(Path.Combine(folder, "basic_val.tsv"), "( ( ( [MAX 1 ) 4 ) ] )\t4\n");
        File.WriteAllText(Path.Combine(folder, "basic_test.tsv"), "( ( ( [SM 1 ) 4 ) ] )\t5");
        var splits = new ListOps().Load(new TaskContext(_folder["cache"], _folder["data"], _reports), default);
        Assert.Equal((2, 1, 1), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal([14, 5, 7, 17, 2], splits.Train[0].Tokens.ToArray());
        Assert.Equal(new TaskBaseline("root operator only", 1), splits.Baselines[0]);
        Assert.Contains(folder, splits.Source);
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public void Half_a_set_of_official_files_is_refused()
    {
        Directory.CreateDirectory(_folder["data"]);
        File.WriteAllText(Path.Combine(_folder["data"], "basic_train.tsv"), "[MAX 2 4 ]\t4\n");
        var problem = Assert.Throws<TaskDataException>(
            () => new ListOps().Load(new TaskContext(_folder["cache"], _folder["data"], null), default));
        Assert.Contains("no basic_val.tsv and no basic_test.tsv", problem.Message);
    }

    [Fact]
    public void A_missing_data_folder_is_refused() =>
        Assert.Contains(
            "does not exist",
            Assert.Throws<TaskDataException>(
                () => new ListOps().Load(new TaskContext(_folder["cache"], _folder["nowhere"], null), default)).Message);

    [Fact]
    public void The_full_task_has_the_sizes_of_the_reference()
    {
        var task = new ListOps();
        Assert.Equal(("ListOps", 18, 10, 2048), (task.Name, task.Vocabulary, task.Classes, task.MaxLength));
        Assert.Equal(
            (96_000, 2_000, 2_000), (ListOpsSettings.Full.TrainRows, ListOpsSettings.Full.ValidationRows, ListOpsSettings.Full.TestRows));
        Assert.NotEqual(ListOpsSettings.Full.Fingerprint(), ListOpsSettings.Short.Fingerprint());
        Assert.NotEqual(ListOpsSettings.Full.Fingerprint(), (ListOpsSettings.Full with { Seed = 1 }).Fingerprint());
    }

    private static void AssertSame(SequenceSplits expected, SequenceSplits actual)
    {
        Assert.Equal(Rows(expected), Rows(actual));
        Assert.Equal(expected.Baselines, actual.Baselines);
        Assert.Equal(expected.Source, actual.Source);

        static IEnumerable<string> Rows(SequenceSplits splits) =>
            new[] { splits.Train, splits.Validation, splits.Test }
                .SelectMany(split => split)
                .Select(row => $"{row.Label} {ListOpsTokenizer.Decode(row.Tokens.Span)}");
    }
}
