using static TorchSharp.torch;

namespace SerpentDsl.Tasks.Batches;

/// <summary>Padded sequences on their device; owns its tensors, which do not belong to any dispose scope.</summary>
public sealed class TokenBatch : IDisposable
{
    private TokenBatch(Tensor tokens, Tensor? lengths, int validTokens)
    {
        Tokens = tokens;
        Lengths = lengths;
        ValidTokens = validTokens;
    }

    /// <summary>Token ids, int64 <c>[batch, longest]</c>; 0 where a row is padded.</summary>
    public Tensor Tokens { get; }

    /// <summary>True lengths, int64 <c>[batch]</c>; null when no row is padded.</summary>
    public Tensor? Lengths { get; }

    /// <summary>Number of tokens without padding.</summary>
    public int ValidTokens { get; }

    /// <summary>Pads sequences to the longest of them.</summary>
    public static TokenBatch Pack(ReadOnlySpan<ReadOnlyMemory<ushort>> rows, Device device)
    {
        var longest = 0;
        var valid = 0;
        foreach (var row in rows)
        {
            longest = Math.Max(longest, row.Length);
            valid += row.Length;
        }

        var tokens = new long[rows.Length * longest];
        var lengths = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var source = rows[i].Span;
            var target = tokens.AsSpan(i * longest);
            for (var position = 0; position < source.Length; position++)
            {
                target[position] = source[position];
            }

            lengths[i] = source.Length;
        }

        return new TokenBatch(
            OnDevice(tokens, [rows.Length, longest], device),
            valid == tokens.Length ? null : OnDevice(lengths, [rows.Length], device),
            valid);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Tokens.Dispose();
        Lengths?.Dispose();
    }

    private static Tensor OnDevice(long[] values, long[] shape, Device device)
    {
        using var scope = NewDisposeScope();
        return tensor(values, shape).to(device).DetachFromDisposeScope();
    }
}
