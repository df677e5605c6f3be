using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Runs;

/// <summary>Folders of new runs: each has one owner.</summary>
public sealed class NewFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everyone_who_wants_the_same_name_gets_a_folder()
    {
        const int Wanting = 24;
        var runs = new RunFolder[Wanting];
        using var start = new Barrier(Wanting);
        var threads = Enumerable.Range(0, Wanting).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            runs[i] = RunFolder.CreateNext(_folder["run"]);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(Wanting, runs.Select(run => run.Path).Distinct().Count());
        Assert.Contains(_folder["run"], runs.Select(run => run.Path));
        Array.ForEach(runs, run => run.Dispose());
    }

    [Fact]
    public void Of_several_who_name_a_folder_one_gets_it()
    {
        const int Wanting = 12;
        var got = 0;
        using var start = new Barrier(Wanting);
        var threads = Enumerable.Range(0, Wanting).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                RunFolder.Create(_folder["run"]).Dispose();
                Interlocked.Increment(ref got);
            }
            catch (UsageException problem)
            {
                Assert.Contains("exists already", problem.Message);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(1, got);
    }

    [Fact]
    public void A_file_of_the_same_name_is_left_alone()
    {
        File.WriteAllText(_folder["run"], "mine");
        using var run = RunFolder.CreateNext(_folder["run"]);
        Assert.Equal(_folder["run-2"], run.Path);
        Assert.Equal("mine", File.ReadAllText(_folder["run"]));
    }

    [Fact]
    public void A_place_that_is_tried_stays_as_it_was()
    {
        WritablePlace.RequireFolder(_folder["a/b/c"]);
        Assert.False(Directory.Exists(_folder["a"]));
        Parallel.For(0, 32, _ => WritablePlace.RequireFolder(_folder["a/b/c"]));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("/dev/null/run", "/dev/null is a file, not a folder")]
    [InlineData("/proc/serpent/run", "cannot be written to: ")]
    public void A_place_that_cannot_be_is_refused_with_its_cause(string place, string message)
    {
        var (code, _, errors) = Cli.Run("train", nameof(MeanMajority), "--out", place, "--max-steps", "1", "--device", "cpu");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(message, errors);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public void A_name_that_is_too_long_is_refused_before_the_data_is_read()
    {
        var (code, _, errors) = Cli.Run(
            "train", nameof(MeanMajority), "--out", _folder[new string('x', 300)], "--max-steps", "1", "--device", "cpu");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("cannot be written to: ", errors);
    }
}
