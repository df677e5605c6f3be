using SerpentDsl.Experiments.Data;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Data;

public class SequenceBatchTests
{
    private static readonly SequenceExample[] s_rows =
    [
        new(new ushort[] { 5, 6, 2 }, 1),
        new(new ushort[] { 7, 2 }, 0),
        new(new ushort[] { 8, 9, 2 }, 3),
    ];

    [Fact]
    public void Rows_are_padded_at_their_end()
    {
        using var batch = SequenceBatch.Pack(s_rows, [1, 2], torch.CPU);
        Assert.Equal([2, 3], batch.Tokens.shape);
        Assert.Equal([7, 2, 0, 8, 9, 2], batch.Tokens.data<long>().ToArray());
        Assert.Equal([2, 3], batch.Lengths!.data<long>().ToArray());
        Assert.Equal([0, 3], batch.Labels.data<long>().ToArray());
        Assert.Equal((5, 2), (batch.ValidTokens, batch.Rows));
    }

    [Fact]
    public void Rows_of_one_length_have_no_lengths()
    {
        using var batch = SequenceBatch.Pack(s_rows, [0, 2], torch.CPU);
        Assert.Null(batch.Lengths);
        Assert.Equal(6, batch.ValidTokens);
    }

    [Fact]
    public void A_batch_owns_its_tensors() =>
        LeakCheck.AssertFlat(() =>
        {
            SequenceBatch batch;
            using (torch.NewDisposeScope())
            {
                batch = SequenceBatch.Pack(s_rows, [0, 1], torch.CPU);
            }

            Assert.Equal(6, batch.Tokens.numel());
            batch.Dispose();
        });
}
