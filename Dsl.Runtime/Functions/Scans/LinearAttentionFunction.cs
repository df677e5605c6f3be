using SerpentDsl.Autograd;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence of <see cref="LinearAttention"/>. For the gradients the recurrence is computed again, so that nothing but its operands is
/// kept.
/// </summary>
internal sealed class LinearAttentionFunction : MultiResultFunction<LinearAttentionFunction>
{
    private const string ChunkLength = "chunkLength", GivesState = "givesState", IsFused = "isFused";

    /// <summary>As <see cref="LinearAttention.Apply"/>, on checked operands and from a given state.</summary>
    public static List<Tensor> Apply(
        Tensor queries, Tensor keys, Tensor values, Tensor logDecays, Tensor initial, long chunkLength, bool givesState) =>
        apply(queries, keys, values, logDecays, initial, chunkLength, givesState);

    /// <inheritdoc/>
    protected override List<Tensor> Forward(FunctionContext context, object[] arguments)
    {
        Tensor[] operands = [.. arguments.OfType<Tensor>()];
        context.Save(operands);
        context[ChunkLength] = arguments[^2];
        context[GivesState] = arguments[^1];
        var isFused = FusedKernels.Fit(operands);
        context[IsFused] = isFused;
        var (output, last) = isFused
            ? FusedLinearAttention.Forward(operands[0], operands[1], operands[2], operands[3], operands[4])
            : Reference(operands, (long)arguments[^2]);
        return (bool)arguments[^1] ? [output, last] : [output];
    }

    /// <inheritdoc/>
    protected override List<Tensor> Backward(FunctionContext context, List<Tensor> gradients)
    {
        var saved = context.Saved;
        if ((bool)context[IsFused])
        {
            return
            [
                .. FusedLinearAttention.Backward(
                    saved[0], saved[1], saved[2], saved[3], saved[4], gradients[0], gradients.ElementAtOrDefault(1)),
                null!, null!,
            ];
        }

        using var recording = enable_grad();
        Tensor[] operands = [.. saved.Select(operand => operand.detach().requires_grad_(true))];
        var (output, last) = Reference(operands, (long)context[ChunkLength]);
        List<Tensor> results = (bool)context[GivesState] ? [output, last] : [output];
        return [.. autograd.grad(results, operands, gradients), null!, null!];
    }

    private static (Tensor Output, Tensor LastState) Reference(Tensor[] operands, long chunkLength) =>
        LinearAttentionChunks.Run(operands[0], operands[1], operands[2], operands[3], operands[4], chunkLength);
}
