using SerpentDsl.Layers;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class PackedDocumentsTests
{
    [Fact]
    public void A_layer_reads_every_document_from_its_beginning()
    {
        using var scope = NewDisposeScope();
        using var layer = new MovingAverage(3);
        var u = randn([2, 9, 3], ScalarType.Float64);
        using var documents = PackedDocuments.Of(Starts(2, 9, (0, 4), (0, 5), (1, 2)), tensor(new long[] { 9, 7 }));
        Assert.Equal(5, documents.Count);
        Assert.True(documents.Positions <= 2 * (9 + 7));
        var answers = documents.Forward(layer, u);
        (int Row, int From, int End)[] all = [(0, 0, 4), (0, 4, 5), (0, 5, 9), (1, 0, 2), (1, 2, 7)];
        foreach (var (row, from, end) in all)
        {
            var alone = layer.call(u.narrow(0, row, 1).narrow(1, from, end - from), null).squeeze(0);
            Tolerance.AssertClose(alone, answers[row].narrow(0, from, end - from), 0, $"row {row} from {from}");
        }
    }

    [Fact]
    public void Padding_at_most_doubles_the_positions()
    {
        using var starts = Starts(1, 64, [.. Enumerable.Range(32, 32).Select(place => (0, place))]);
        using var documents = PackedDocuments.Of(starts);
        Assert.Equal((33, 64), (documents.Count, documents.Positions));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_stays_alive()
    {
        using var layer = new MovingAverage(3);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var scope = NewDisposeScope())
        {
            Assert.Contains("not Int64 [2, 3]", Assert.Throws<ArgumentException>(
                () => PackedDocuments.Of(zeros([2, 3], ScalarType.Int64))).Message);
            using var documents = PackedDocuments.Of(Starts(2, 3));
            Assert.Contains("rows [2, 3], not [2, 4, 3]", Assert.Throws<ArgumentException>(
                () => documents.Forward(layer, zeros([2, 4, 3], ScalarType.Float64))).Message);
            documents.Forward(layer, zeros([2, 3, 3], ScalarType.Float64));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Tensor Starts(int batch, int length, params (int Row, int Place)[] starts)
    {
        var marks = new bool[batch * length];
        Array.ForEach(starts, start => marks[(start.Row * length) + start.Place] = true);
        return tensor(marks, [batch, length]);
    }
}
