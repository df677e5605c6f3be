using System.Collections;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Evaluations;

public sealed class TestOutcomesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Fingerprint(ITask task, Split split)
    {
        using var dataset = Dataset.Load(
            task is IPairTask ? TinyPair.Spec : MeanMajority.Spec, task, null, 1, new TaskContext("unused", null, null), default);
        return dataset.Fingerprint(split);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(130)]
    public void A_file_holds_every_bit(int rows)
    {
        var random = new Random(rows);
        var right = new BitArray([.. Enumerable.Range(0, rows).Select(_ => random.Next(2) == 0)]);
        Directory.CreateDirectory(_folder["run"]);
        new TestOutcomes(new byte[32], right).Write(_folder["run"]);
        var read = TestOutcomes.Read(_folder["run"])!;
        Assert.Equal(right.Cast<bool>(), read.AreRight.Cast<bool>());
        Assert.Equal((0, 0), TestOutcomes.Discordant(read, new TestOutcomes(new byte[32], right)));
        Assert.Equal(
            (0, rows - right.Cast<bool>().Count(isRight => isRight)),
            TestOutcomes.Discordant(read, new TestOutcomes(new byte[32], new BitArray(rows, true))));
        Assert.Null(TestOutcomes.Discordant(read, new TestOutcomes(new byte[32], new BitArray(rows + 1))));
        Assert.Null(TestOutcomes.Discordant(read, new TestOutcomes([.. Enumerable.Repeat((byte)1, 32)], right)));
    }

    [Fact]
    public void A_damaged_file_is_none()
    {
        Directory.CreateDirectory(_folder["run"]);
        Assert.Null(TestOutcomes.Read(_folder["run"]));
        new TestOutcomes(new byte[32], new BitArray(100)).Write(_folder["run"]);
        var path = Directory.GetFiles(_folder["run"]).Single();
        var whole = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 5, 43, 44, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Null(TestOutcomes.Read(_folder["run"]));
        }
    }

    [Fact]
    public void Fingerprints_tell_rows_apart()
    {
        var test = Fingerprint(new MajorityTask(), Split.Test);
        Assert.Equal(test, Fingerprint(new MajorityTask(), Split.Test));
        Assert.NotEqual(test, Fingerprint(new MajorityTask(), Split.Validation));
        Assert.NotEqual(Fingerprint(new SameStart(), Split.Test), Fingerprint(new SameStart(), Split.Train));
    }
}
