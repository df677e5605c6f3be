using SerpentDsl.Functions;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// The operations of a model's step that are not layers: embedding, projection, sum, concatenation. Each writes its result to memory of the
/// caller. In float32 on a CPU they are fused kernels, which allocate neither tensors nor managed memory; elsewhere they are torch
/// operators.
/// </summary>
public static class StreamStep
{
    /// <summary>Refuses an output tensor that the result of a step does not fit into.</summary>
    /// <param name="output">The output tensor; must be <c>[batch, width]</c>.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="width">Width of the result.</param>
    /// <exception cref="ArgumentException">The output has another shape.</exception>
    public static void CheckOutput(Tensor output, long batch, long width) => StepOutput.Check("the model", output, batch, width);

    /// <summary>Looks up the embeddings of tokens.</summary>
    /// <param name="tokens">Int64 <c>[batch]</c>, each a row of the table.</param>
    /// <param name="table">The embedding table, <c>[vocabulary, features]</c>.</param>
    /// <param name="output">Written to, <c>[batch, features]</c>.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static unsafe Tensor Embed(Tensor tokens, Tensor table, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(table);
        StepOutput.Check(nameof(Embed), output, tokens.size(0), table.size(1));
        StreamInput.CheckRange(tokens, table.size(0));
        if (!FusedKernels.FitInPlace(table, output) || tokens.device_type != output.device_type || !tokens.is_contiguous())
        {
            using var noGradient = no_grad();
            using var found = table.index_select(0, tokens);
            return StepOutput.Fill(nameof(Embed), output, found);
        }

        var features = (int)table.size(1);
        float* source = TensorMemory.Floats(table), target = TensorMemory.Floats(output);
        foreach (var token in new ReadOnlySpan<long>(TensorMemory.Longs(tokens), (int)tokens.size(0)))
        {
            new ReadOnlySpan<float>(source + ((nint)token * features), features).CopyTo(new Span<float>(target, features));
            target += features;
        }

        GC.KeepAlive(tokens);
        GC.KeepAlive(table);
        return output;
    }

    /// <summary>Applies a linear layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Features, <c>[batch, width]</c>.</param>
    /// <param name="output">Written to, <c>[batch, rows]</c>; not the features.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static Tensor Linear(Linear layer, Tensor x, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (!FusedProjection.TryRun(layer.weight, layer.bias, x, output))
        {
            using var noGradient = no_grad();
            using var result = layer.call(x);
            StepOutput.Fill(nameof(Linear), output, result);
        }

        return output;
    }

    /// <summary>Adds two tensors.</summary>
    /// <param name="left">First term, <c>[batch, features]</c>.</param>
    /// <param name="right">Second term, of the same shape.</param>
    /// <param name="output">Written to, of the same shape.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static unsafe Tensor Add(Tensor left, Tensor right, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(left);
        StepOutput.Check(nameof(Add), right, left.size(0), left.size(1));
        StepOutput.Check(nameof(Add), output, left.size(0), left.size(1));
        if (!FusedKernels.FitInPlace(left, right, output))
        {
            using var noGradient = no_grad();
            using var sum = left.Plus(right);
            return StepOutput.Fill(nameof(Add), output, sum);
        }

        var kernel = new SumStepKernel
        {
            Count = (nint)left.NumberOfElements,
            Left = TensorMemory.Floats(left),
            Right = TensorMemory.Floats(right),
            Outputs = TensorMemory.Floats(output),
        };
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return output;
    }

    /// <summary>Concatenates features.</summary>
    /// <param name="parts">The tensors to concatenate, each <c>[batch, width]</c>.</param>
    /// <param name="output">Written to, <c>[batch, sum of the widths]</c>.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static unsafe Tensor Join(ReadOnlySpan<Tensor> parts, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(output);
        long width = 0;
        foreach (var part in parts)
        {
            width += part.size(1);
        }

        StepOutput.Check(nameof(Join), output, output.size(0), width);
        nint first = 0;
        foreach (var part in parts)
        {
            StepOutput.Check(nameof(Join), part, output.size(0), part.size(1));
            if (FusedKernels.FitInPlace(part, output))
            {
                var columns = (int)part.size(1);
                float* source = TensorMemory.Floats(part), target = TensorMemory.Floats(output) + first;
                for (nint sequence = 0; sequence < (nint)output.size(0); sequence++)
                {
                    new ReadOnlySpan<float>(source + (sequence * columns), columns).CopyTo(
                        new Span<float>(target + (sequence * (nint)width), columns));
                }

                GC.KeepAlive(part);
            }
            else
            {
                using var noGradient = no_grad();
                using var place = output.narrow(1, first, part.size(1));
                StepOutput.Fill(nameof(Join), place, part);
            }

            first += (nint)part.size(1);
        }

        return output;
    }
}
