using SerpentDsl.Tasks.Batches;

namespace SerpentDsl.Tasks.Tests;

public class EvaluationBatchesTests
{
    private static readonly int[] s_rows = DrawnLengths.Of(130);

    [Fact]
    public void Every_row_occurs_once_and_none_is_dropped()
    {
        var batches = EvaluationBatches.Of(s_rows, 32, 130);
        Assert.Equal([32, 32, 32, 32, 2], batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 130), batches.SelectMany(batch => batch).Order());
    }

    [Fact]
    public void Fewer_rows_are_taken_at_even_distances() =>
        Assert.Equal([0, 26, 52, 78, 104], EvaluationBatches.Of(s_rows, 2, 5).SelectMany(batch => batch).Order());

    [Fact]
    public void More_rows_than_there_are_cannot_be_taken() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EvaluationBatches.Of(s_rows, 2, 131));
}
