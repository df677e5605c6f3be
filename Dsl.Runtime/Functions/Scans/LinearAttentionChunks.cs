using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// <see cref="LinearAttention"/> by matrix products over chunks of positions, with torch operators. Decays inside a chunk are segment sums
/// masked before the exponential, never ratios of exponentials, so that nothing overflows for decays however strong.
/// </summary>
internal static class LinearAttentionChunks
{
    /// <summary>With a decay per key, a chunk's decays are a table of its length squared times the keys, so chunks are short.</summary>
    private const long LongestPerKey = 16;

    /// <summary>Runs the recurrence; arguments and results as of <see cref="LinearAttention.Apply"/>.</summary>
    public static (Tensor Output, Tensor LastState) Run(
        Tensor queries, Tensor keys, Tensor values, Tensor logDecays, Tensor initial, long chunkLength)
    {
        var (batch, length, heads, valueSize) = (values.shape[0], values.shape[1], values.shape[2], values.shape[3]);
        var (groups, keySize, perKey) = (keys.shape[2], keys.shape[3], logDecays.dim() == 4);
        var (shared, q) = (heads / groups, Math.Min(perKey ? Math.Min(chunkLength, LongestPerKey) : chunkLength, length));
        var chunks = (length + q - 1) / q;

        // Padding has decay e^0 and no input, and so leaves the state alone. Axes: batch, chunk, group, head of the group, position, …
        var missing = (chunks * q) - length;
        var v = Cut(values).view(batch, chunks, q, groups, shared, valueSize).permute(0, 1, 3, 4, 2, 5);
        var read = Cut(queries).view(batch, chunks, q, groups, 1, keySize).permute(0, 1, 3, 4, 2, 5);
        var write = Cut(keys).view(batch, chunks, q, groups, 1, keySize).permute(0, 1, 3, 4, 2, 5);
        var logs = Cut(logDecays).view(batch, chunks, q, groups, shared, perKey ? keySize : 1).permute(0, 1, 3, 4, 2, 5);

        // Inside a chunk: y_i = Σ_{j ≤ i} (q_i · e^{a_{j+1} + … + a_i} k_j) v_j.
        var decay = SegmentDecay(logs);
        var weights = perKey
            ? (read.unsqueeze(-2) * decay * write.unsqueeze(-3)).sum([-1])
            : decay.squeeze(-1) * read.matmul(write.transpose(-1, -2));
        var y = weights.matmul(v);

        // Each chunk's own state at its end, and the states that the chunks begin with, [batch, chunks, groups, shared, key, value].
        var toEnd = write * decay.select(-3, q - 1);
        var own = toEnd.transpose(-1, -2).matmul(v);
        var cumulative = logs.cumsum(-2);
        var total = cumulative.narrow(-2, q - 1, 1).exp().transpose(-1, -2);
        var state = initial.reshape(batch, groups, shared, keySize, valueSize);
        var before = new List<Tensor>();
        for (long chunk = 0; chunk < chunks; chunk++)
        {
            before.Add(state);
            state = (state * total.select(1, chunk)).Plus(own.select(1, chunk));
        }

        var carried = (read * cumulative.exp()).matmul(stack(before, 1));
        var output = y.Plus(carried).permute(0, 1, 4, 2, 3, 5).reshape(batch, chunks * q, heads, valueSize).narrow(1, 0, length);
        return (output.contiguous(), state.reshape(batch, heads, keySize, valueSize));

        Tensor Cut(Tensor sequence) => missing == 0
            ? sequence.contiguous()
            : cat([sequence, zeros([batch, missing, .. sequence.shape.Skip(2)], sequence.dtype, sequence.device)], 1);
    }

    /// <summary>e^{a_{j+1} + … + a_i} for j ≤ i and 0 above, from <c>[…, position, decay]</c> to <c>[…, i, j, decay]</c>.</summary>
    private static Tensor SegmentDecay(Tensor logs)
    {
        var q = logs.shape[^2];
        var upper = ones([q, q], ScalarType.Bool, logs.device).triu(0).unsqueeze(-1);
        long[] shape = [.. logs.shape.SkipLast(1), q, logs.shape[^1]];
        var sums = logs.unsqueeze(-2).expand(shape).masked_fill(upper, Scalars.Zero).cumsum(-3);
        var later = ones([q, q], ScalarType.Bool, logs.device).triu(1).unsqueeze(-1);
        return sums.masked_fill(later, Scalars.Of(double.NegativeInfinity)).exp();
    }
}
