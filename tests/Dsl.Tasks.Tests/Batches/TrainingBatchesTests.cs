using SerpentDsl.Tasks.Batches;

namespace SerpentDsl.Tasks.Tests;

public class TrainingBatchesTests
{
    private static readonly int[] s_lengths = DrawnLengths.Of(1_003);

    [Fact]
    public void Every_batch_is_full_and_every_row_occurs_at_most_once()
    {
        var batches = new TrainingBatches(s_lengths, 8, seed: 1).Epoch(1);
        Assert.Equal(125, batches.Count);
        Assert.All(batches, batch => Assert.Equal(8, batch.Length));
        int[] rows = [.. batches.SelectMany(batch => batch)];
        Assert.Equal(1_000, rows.Distinct().Count());
        Assert.All(rows, row => Assert.InRange(row, 0, 1_002));
    }

    [Fact]
    public void Without_a_remainder_every_row_occurs_once() =>
        Assert.Equal(
            Enumerable.Range(0, 1_003),
            new TrainingBatches(s_lengths, 17, seed: 1).Epoch(3).SelectMany(batch => batch).Order());

    [Fact]
    public void What_is_left_out_differs_between_epochs()
    {
        var batches = new TrainingBatches(s_lengths, 8, seed: 1);
        int[][] left =
        [
            .. Enumerable.Range(1, 20).Select(
                epoch => Enumerable.Range(0, 1_003).Except(batches.Epoch(epoch).SelectMany(batch => batch)).ToArray())
        ];
        Assert.All(left, rows => Assert.Equal(3, rows.Length));
        Assert.True(left.SelectMany(rows => rows).Distinct().Count() > 40);

        // Not always the longest, which would be learned from less.
        var mean = left.SelectMany(rows => rows).Average(row => s_lengths[row]);
        Assert.InRange(mean, 10.5, 16.5);
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        var batches = new TrainingBatches(s_lengths, 8, seed: 1);
        var second = batches.Epoch(2);
        Assert.NotEqual(batches.Epoch(1), second);
        Assert.Equal(second, new TrainingBatches(s_lengths, 8, seed: 1).Epoch(2));
        Assert.NotEqual(second, new TrainingBatches(s_lengths, 8, seed: 2).Epoch(2));
    }

    [Fact]
    public void Rows_of_about_one_length_share_a_batch()
    {
        static double Padding(IEnumerable<int[]> batches)
        {
            long padded = 0;
            long valid = 0;
            foreach (var batch in batches)
            {
                padded += batch.Length * batch.Max(row => s_lengths[row]);
                valid += batch.Sum(row => s_lengths[row]);
            }

            return 1 - ((double)valid / padded);
        }

        Assert.InRange(Padding(new TrainingBatches(s_lengths, 8, seed: 1).Epoch(1)), 0, 0.05);
        Assert.True(Padding(Enumerable.Range(0, 1_000).Chunk(8)) > 0.3);
    }

    [Fact]
    public void Batches_do_not_come_in_the_order_of_their_lengths()
    {
        double[] means = [.. new TrainingBatches(s_lengths, 8, seed: 1).Epoch(1).Select(batch => batch.Average(row => s_lengths[row]))];
        var rises = means.Zip(means.Skip(1)).Count(pair => pair.Second > pair.First);
        Assert.InRange(rises, means.Length * 0.3, means.Length * 0.7);
    }

    [Fact]
    public void The_longest_batch_comes_first()
    {
        int[] lengths = [.. new TrainingBatches(s_lengths, 8, seed: 1).Epoch(2).Select(batch => batch.Max(row => s_lengths[row]))];
        Assert.Equal(lengths.Max(), lengths[0]);
    }

    [Fact]
    public void A_batch_larger_than_the_split_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TrainingBatches(s_lengths, 1_004, seed: 1));
}
