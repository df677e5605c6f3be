using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.MatrixScans;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence z_l = M_l z_{l−1} + v_l with a matrix per position, for blocks of the state that do not mix. Exact, once differentiable,
/// on any device. Float32 on the CPU goes through a fused kernel that walks from position to position; everything else through torch
/// operators, by the cheaper of a walk and a scan over chunks (<see cref="MatrixScanPlan"/>).
/// </summary>
internal sealed class MatrixScan : SingleResultFunction<MatrixScan>
{
    private const string IsFused = "isFused";

    /// <summary>Runs the recurrence.</summary>
    /// <param name="matrices">M, <c>[batch, length, blocks, size, size]</c>.</param>
    /// <param name="inputs">v, <c>[batch, length, blocks, size]</c>.</param>
    /// <param name="initial">The state before the first position, <c>[batch, blocks, size]</c>.</param>
    /// <returns>z, of the inputs' shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static Tensor Apply(Tensor matrices, Tensor inputs, Tensor initial)
    {
        if (inputs.dim() != 4 || inputs.shape.Contains(0))
        {
            throw new ArgumentException(
                $"Inputs are [batch, length, blocks, size], none of them 0, not {SequenceShape.Text(inputs)}.", nameof(inputs));
        }

        var (batch, length, blocks, size) = (inputs.shape[0], inputs.shape[1], inputs.shape[2], inputs.shape[3]);
        SequenceShape.Require("the array of matrices", matrices, batch, length, blocks, size, size);
        SequenceShape.Require("the state", initial, batch, blocks, size);
        return apply(matrices, inputs, initial);
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (matrices, inputs, initial) = (
            TensorMemory.Plain((Tensor)arguments[0]), TensorMemory.Plain((Tensor)arguments[1]), TensorMemory.Plain((Tensor)arguments[2]));
        var isFused = FusedKernels.Fit(matrices, inputs, initial);
        context[IsFused] = isFused;
        if (!isFused)
        {
            context.Save(matrices, inputs, initial);
            return Reference(matrices, inputs, initial);
        }

        var states = Forward(matrices, inputs, initial);
        context.Save(matrices, states, initial);
        return states;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        if ((bool)context[IsFused])
        {
            return Backward(saved[0], saved[1], saved[2], TensorMemory.Plain(gradient));
        }

        using var recording = enable_grad();
        Tensor[] operands = [.. saved.Select(operand => operand.detach().requires_grad_(true))];
        return [.. autograd.grad([Reference(operands[0], operands[1], operands[2])], operands, [gradient])];
    }

    /// <summary>
    /// All chunks advance together from zero, with the products of their matrices; then each gets what the state before it contributes. One
    /// chunk is the plain walk.
    /// </summary>
    private static Tensor Reference(Tensor matrices, Tensor inputs, Tensor initial)
    {
        var (batch, length, blocks, size) = (inputs.shape[0], inputs.shape[1], inputs.shape[2], inputs.shape[3]);
        var (chunks, q) = MatrixScanPlan.Of(length, batch * blocks, size);
        if (chunks == 1)
        {
            return Walk(matrices, inputs, initial);
        }

        // Padding multiplies by one and adds nothing.
        var missing = (chunks * q) - length;
        var unit = eye(size, dtype: matrices.dtype, device: matrices.device).expand(batch, missing, blocks, size, size);
        var m = cat([matrices, unit], 1).view(batch * chunks, q, blocks, size, size);
        var v = cat([inputs, zeros([batch, missing, blocks, size], inputs.dtype, inputs.device)], 1).view(batch * chunks, q, blocks, size);
        var own = Walk(m, v, zeros([batch * chunks, blocks, size], inputs.dtype, inputs.device));
        List<Tensor> products = [m.select(1, 0)];
        for (long position = 1; position < q; position++)
        {
            products.Add(m.select(1, position).matmul(products[^1]));
        }

        var product = stack(products, 1).view(batch, chunks, q, blocks, size, size);
        var local = own.view(batch, chunks, q, blocks, size);
        List<Tensor> before = [initial];
        for (long chunk = 0; chunk < chunks - 1; chunk++)
        {
            var end = product.select(1, chunk).select(1, q - 1).matmul(before[^1].unsqueeze(-1)).squeeze(-1);
            before.Add(end.Plus(local.select(1, chunk).select(1, q - 1)));
        }

        var carried = product.matmul(stack(before, 1).unsqueeze(2).unsqueeze(-1)).squeeze(-1);
        return local.Plus(carried).view(batch, chunks * q, blocks, size).narrow(1, 0, length).contiguous();
    }

    private static Tensor Walk(Tensor matrices, Tensor inputs, Tensor initial)
    {
        List<Tensor> states = [initial];
        for (long position = 0; position < inputs.shape[1]; position++)
        {
            var moved = matrices.select(1, position).matmul(states[^1].unsqueeze(-1)).squeeze(-1);
            states.Add(moved.Plus(inputs.select(1, position)));
        }

        return stack(states.Skip(1), 1);
    }

    private static unsafe Tensor Forward(Tensor matrices, Tensor inputs, Tensor initial)
    {
        var states = empty(inputs.shape, inputs.dtype);
        LaneWidth.Run(new MatrixForward
        {
            Data = DataOf(matrices),
            Inputs = TensorMemory.Floats(inputs),
            Initial = TensorMemory.Floats(initial),
            States = TensorMemory.Floats(states),
        });
        GC.KeepAlive((matrices, inputs, initial));
        return states;
    }

    private static unsafe List<Tensor> Backward(Tensor matrices, Tensor states, Tensor initial, Tensor gradient)
    {
        Tensor forMatrices = empty(matrices.shape, matrices.dtype), forInputs = empty(states.shape, states.dtype),
            forInitial = empty(initial.shape, initial.dtype);
        LaneWidth.Run(new MatrixBackward
        {
            Data = DataOf(matrices),
            Initial = TensorMemory.Floats(initial),
            States = TensorMemory.Floats(states),
            ForStates = TensorMemory.Floats(gradient),
            ForInputs = TensorMemory.Floats(forInputs),
            ForInitial = TensorMemory.Floats(forInitial),
            ForMatrices = TensorMemory.Floats(forMatrices),
        });
        GC.KeepAlive((matrices, states, initial, gradient));
        return [forMatrices, forInputs, forInitial];
    }

    private static unsafe MatrixScanData DataOf(Tensor matrices) => new(
        (int)matrices.shape[0], (int)matrices.shape[1], (int)matrices.shape[2], (int)matrices.shape[3], TensorMemory.Floats(matrices));
}
