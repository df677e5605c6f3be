using SerpentDsl.Autograd;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence of <see cref="StateSpaceDual"/>. For the gradients the recurrence is computed again, so that nothing but its operands is
/// kept: the tables of decays alone are several times as large.
/// </summary>
internal sealed class StateSpaceDualFunction : MultiResultFunction<StateSpaceDualFunction>
{
    private const string ChunkLength = "chunkLength", GivesState = "givesState";

    /// <summary>As <see cref="StateSpaceDual.Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>, from a given state.</summary>
    public static List<Tensor> Apply(Tensor x, Tensor logDecay, Tensor b, Tensor c, Tensor initial, long chunkLength, bool givesState) =>
        apply(x, logDecay, b, c, initial, chunkLength, givesState);

    /// <inheritdoc/>
    protected override List<Tensor> Forward(FunctionContext context, object[] arguments)
    {
        List<Tensor> operands = [.. arguments.OfType<Tensor>()];
        context.Save([.. operands]);
        context[ChunkLength] = arguments[^2];
        context[GivesState] = arguments[^1];
        var (y, last) = Scan(operands, (long)arguments[^2]);
        return (bool)arguments[^1] ? [y, last] : [y];
    }

    /// <inheritdoc/>
    protected override List<Tensor> Backward(FunctionContext context, List<Tensor> gradients)
    {
        using var recording = enable_grad();
        List<Tensor> operands = [.. context.Saved.Select(saved => saved.detach().requires_grad_(true))];
        var (y, last) = Scan(operands, (long)context[ChunkLength]);
        List<Tensor> results = (bool)context[GivesState] ? [y, last] : [y];
        return [.. autograd.grad(results, operands, gradients), null!, null!];
    }

    private static (Tensor Output, Tensor LastState) Scan(List<Tensor> operands, long chunkLength)
    {
        var (x, logDecay, b, c) = (operands[0], operands[1], operands[2], operands[3]);
        var (batch, length, heads, headSize) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var (groups, size) = (b.shape[2], b.shape[3]);
        var (shared, q) = (heads / groups, Math.Min(chunkLength, length));
        var chunks = (length + q - 1) / q;

        // Padding has decay e^0 and no input, and so leaves the state alone.
        var missing = (chunks * q) - length;
        var inputs = Cut(x).view(batch, chunks, q, groups, shared, headSize).permute(0, 1, 3, 4, 2, 5);
        var logs = Cut(logDecay).view(batch, chunks, q, groups, shared).permute(0, 1, 3, 4, 2);
        var read = Cut(c).view(batch, chunks, q, groups, size).transpose(2, 3);
        var write = Cut(b).view(batch, chunks, q, groups, size).transpose(2, 3);

        // Inside a chunk: y_i = Σ_{j ≤ i} e^{a_{j+1} + … + a_i} (c_i·b_j) x_j.
        var decay = SegmentDecay(logs);
        var y = (decay * read.matmul(write.transpose(-1, -2)).unsqueeze(3)).matmul(inputs);

        // Each chunk's own state at its end, [batch, chunks, groups, shared · head size, state], and the states that the chunks begin with.
        var toEnd = (inputs * decay.select(-2, q - 1).unsqueeze(-1)).transpose(-1, -2).reshape(batch, chunks, groups, shared * headSize, q);
        var own = toEnd.matmul(write).view(batch, chunks, groups, shared, headSize, size);
        var cumulative = logs.cumsum(-1);
        var total = cumulative.narrow(-1, q - 1, 1).exp().unsqueeze(-1);
        var state = operands[4].reshape(batch, groups, shared, headSize, size);
        var before = new List<Tensor>();
        for (long chunk = 0; chunk < chunks; chunk++)
        {
            before.Add(state);
            state = (state * total.select(1, chunk)).Plus(own.select(1, chunk));
        }

        var begin = stack(before, 1).view(batch, chunks, groups, shared * headSize, size);
        var carried = read.matmul(begin.transpose(-1, -2)).view(batch, chunks, groups, q, shared, headSize).transpose(3, 4);
        var sum = y.Plus(carried * cumulative.exp().unsqueeze(-1));
        var output = sum.permute(0, 1, 4, 2, 3, 5).reshape(batch, chunks * q, heads, headSize).narrow(1, 0, length);
        return (output.contiguous(), state.reshape(batch, heads, headSize, size));

        Tensor Cut(Tensor sequence) => missing == 0
            ? sequence.contiguous()
            : cat([sequence, zeros([batch, missing, .. sequence.shape.Skip(2)], sequence.dtype, sequence.device)], 1);
    }

    /// <summary>e^{a_{j+1} + … + a_i} for j ≤ i and 0 above, <c>[…, i, j]</c>.</summary>
    private static Tensor SegmentDecay(Tensor logs)
    {
        var q = logs.shape[^1];
        var upper = ones([q, q], ScalarType.Bool, logs.device).triu(0);
        var sums = logs.unsqueeze(-1).expand([.. logs.shape, q]).masked_fill(upper, Scalars.Zero).cumsum(-2);
        return sums.masked_fill(upper.triu(1), Scalars.Of(double.NegativeInfinity)).exp();
    }
}
