using SerpentDsl.Tasks.Batches;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Tasks.Tests;

public class TokenBatchTests
{
    private static readonly ReadOnlyMemory<ushort>[] s_rows = [new ushort[] { 5, 6, 2 }, new ushort[] { 7, 2 }, new ushort[] { 8, 9, 2 }];

    [Fact]
    public void Rows_are_padded_at_their_end()
    {
        using var batch = TokenBatch.Pack(s_rows.AsSpan(1), torch.CPU);
        Assert.Equal([2, 3], batch.Tokens.shape);
        Assert.Equal([7, 2, 0, 8, 9, 2], batch.Tokens.data<long>().ToArray());
        Assert.Equal([2, 3], batch.Lengths!.data<long>().ToArray());
        Assert.Equal(5, batch.ValidTokens);
    }

    [Fact]
    public void Rows_of_one_length_have_no_lengths()
    {
        using var batch = TokenBatch.Pack([s_rows[0], s_rows[2]], torch.CPU);
        Assert.Null(batch.Lengths);
        Assert.Equal(6, batch.ValidTokens);
    }

    [Fact]
    public void A_batch_owns_its_tensors() =>
        LeakCheck.AssertFlat(() =>
        {
            TokenBatch batch;
            using (torch.NewDisposeScope())
            {
                batch = TokenBatch.Pack(s_rows, torch.CPU);
            }

            Assert.Equal(9, batch.Tokens.numel());
            batch.Dispose();
        });
}
