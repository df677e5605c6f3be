using SerpentDsl.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Data;

/// <summary>A padded batch on its device; it owns its tensors, whatever dispose scope it is made in.</summary>
internal sealed class SequenceBatch : IDisposable
{
    private SequenceBatch(Tensor tokens, Tensor? lengths, Tensor labels, int validTokens)
    {
        Tokens = tokens;
        Lengths = lengths;
        Labels = labels;
        ValidTokens = validTokens;
    }

    /// <summary>Token ids, int64 <c>[batch, longest]</c>; 0 where a row is padded.</summary>
    public Tensor Tokens { get; }

    /// <summary>True lengths, int64 <c>[batch]</c>; null when no row is padded.</summary>
    public Tensor? Lengths { get; }

    /// <summary>Classes, int64 <c>[batch]</c>.</summary>
    public Tensor Labels { get; }

    /// <summary>How many tokens are no padding.</summary>
    public int ValidTokens { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => (int)Labels.shape[0];

    /// <summary>Packs some rows of a split.</summary>
    public static SequenceBatch Pack(IReadOnlyList<SequenceExample> examples, ReadOnlySpan<int> rows, Device device)
    {
        int longest = 0;
        int valid = 0;
        foreach (int row in rows)
        {
            longest = Math.Max(longest, examples[row].Tokens.Length);
            valid += examples[row].Tokens.Length;
        }

        var tokens = new long[rows.Length * longest];
        var lengths = new long[rows.Length];
        var labels = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            SequenceExample example = examples[rows[i]];
            ReadOnlySpan<ushort> source = example.Tokens.Span;
            Span<long> target = tokens.AsSpan(i * longest);
            for (int position = 0; position < source.Length; position++)
            {
                target[position] = source[position];
            }

            lengths[i] = source.Length;
            labels[i] = example.Label;
        }

        return new SequenceBatch(
            OnDevice(tokens, [rows.Length, longest], device),
            valid == tokens.Length ? null : OnDevice(lengths, [rows.Length], device),
            OnDevice(labels, [rows.Length], device),
            valid);
    }

    public void Dispose()
    {
        Tokens.Dispose();
        Lengths?.Dispose();
        Labels.Dispose();
    }

    private static Tensor OnDevice(long[] values, long[] shape, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor(values, shape).to(device).DetachFromDisposeScope();
    }
}
