using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.Tests.Datasets;

public sealed class FoldTests
{
    private static readonly (int Row, int Label)[] s_rows = [.. Enumerable.Range(0, 230).Select(row => (row, row % 7 == 0 ? 1 : 0))];

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    public void Each_row_is_tested_once_and_is_in_one_split_of_each_fold(int count)
    {
        var folds = Enumerable.Range(1, count).Select(number => Deal(new Fold(number, count))).ToArray();
        Assert.Equal(s_rows, folds.SelectMany(fold => fold.Test).Order());
        Assert.All(folds, fold => Assert.Equal(s_rows, fold.Train.Concat(fold.Validation).Concat(fold.Test).Order()));
    }

    [Fact]
    public void Every_split_has_the_shares_of_the_classes()
    {
        var (train, validation, test) = Deal(new Fold(4, 5));
        Assert.InRange(train.Length, 0.68 * s_rows.Length, 0.72 * s_rows.Length);
        Assert.InRange(test.Length, 0.18 * s_rows.Length, 0.22 * s_rows.Length);
        foreach (var split in new[] { train, validation, test })
        {
            Assert.InRange(split.Count(row => row.Label == 1) / (double)split.Length, 0.1, 0.2);
        }
    }

    [Fact]
    public void Consecutive_seeds_take_consecutive_folds() =>
        Assert.Equal([5, 1, 2, 3, 4, 5, 1], Enumerable.Range(0, 7).Select(seed => Fold.OfSeed(seed, 5).Number));

    private static ((int Row, int Label)[] Train, (int Row, int Label)[] Validation, (int Row, int Label)[] Test) Deal(Fold fold) =>
        fold.Deal(row => row.Label, s_rows[..150], s_rows[150..190], s_rows[190..]);
}
