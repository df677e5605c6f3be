
namespace SerpentDsl.Tasks.Tests;

public class PairBaselinesTests
{
    [Fact]
    public void The_commonest_class_is_counted_on_train() =>
        Assert.Equal(0.25, PairBaselines.CommonestClass([Row(1), Row(1), Row(0)], [Row(0), Row(0), Row(0), Row(1)]).Accuracy);

    [Fact]
    public void The_threshold_is_the_one_that_is_right_most_often_on_train()
    {
        // On train, 0.5 and above is class 1 but for one row; 0.5 is right 5 times of 6.
        (double, int)[] train = [(0.1, 0), (0.2, 0), (0.5, 1), (0.6, 0), (0.7, 1), (0.9, 1)];
        Assert.Equal(
            new TaskBaseline("overlap", 0.75),
            PairBaselines.Threshold("overlap", train, [(0.4, 0), (0.5, 1), (0.6, 1), (0.7, 0)]));
    }

    [Fact]
    public void Equal_scores_stand_on_one_side() =>
        Assert.Equal(1, PairBaselines.Threshold("equal", [(1, 1), (1, 0), (1, 1)], [(1, 1)]).Accuracy);

    [Fact]
    public void Where_always_0_is_best_the_threshold_is_above_all() =>
        Assert.Equal(1, PairBaselines.Threshold("never", [(1, 0), (2, 0)], [(3, 0)]).Accuracy);

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PairBaselines.Threshold("none", [], [(1, 1)]));
        Assert.Throws<ArgumentException>(() => PairBaselines.Threshold("nan", [(double.NaN, 1)], [(1, 1)]));
    }

    private static PairExample Row(int label) => new(new ushort[] { 3 }, new ushort[] { 4 }, label);
}
