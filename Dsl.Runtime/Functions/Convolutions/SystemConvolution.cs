using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Recurrences;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// A convolution by the recurrence of its systems, y_l = Σ_{j ≤ l} k_{l−j} u_j + D u_l, and with a second direction + Σ_{j &gt; l}
/// k'_{j−l−1} u_j. float32 on the CPU, the systems' constants in float64. The backward pass keeps the inputs alone and recomputes the
/// states of a chunk where they are needed.
/// </summary>
/// <typeparam name="TSelf">The function for one kind of system.</typeparam>
internal abstract class SystemConvolution<TSelf> : SingleResultFunction<TSelf>
    where TSelf : SystemConvolution<TSelf>, new()
{
    private const string Shape = "shape";

    /// <summary>Whether systems are dense matrices (<see cref="ModeShape.IsDense"/>).</summary>
    protected abstract bool IsDense { get; }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (u, systems, outputMatrices, skip) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor)arguments[2], (Tensor)arguments[3]);
        Tensor[] inputs =
        [
            TensorMemory.Plain(u), TensorMemory.Plain(systems), TensorMemory.Plain(outputMatrices), TensorMemory.Plain(skip)
        ];
        var shape = new ModeShape(
            (int)u.shape[0], (int)u.shape[1], (int)u.shape[2], (int)systems.shape[1], (int)outputMatrices.shape[0], IsDense);
        context.Save(inputs);
        context[Shape] = shape;
        var outputs = empty(u.shape, ScalarType.Float32);
        new SystemKernel(shape, inputs).Forward(outputs);
        return outputs;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var shape = (ModeShape)context[Shape];
        Tensor forInputs = empty_like(saved[0]), forSkip = empty([shape.Batch, shape.Features], ScalarType.Float32);
        var forConstants = empty([shape.Batch, shape.Directions, shape.Constants, shape.Features], ScalarType.Float32);
        new SystemKernel(shape, [.. saved]).Backward(TensorMemory.Plain(gradient), forInputs, forConstants, forSkip);
        var (forSystems, forOutputMatrices) = Gradients(shape, saved[1], forConstants.sum([0], type: ScalarType.Float64));
        return
        [
            forInputs,
            forSystems,
            forOutputMatrices,
            forSkip.sum([0], true, ScalarType.Float64).to(ScalarType.Float32),
        ];
    }

    /// <summary>Gradients of systems and output matrices from the gradients of the constants that the kernel works with.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="systems">The systems, as they were given.</param>
    /// <param name="constants">Gradients, float64 <c>[directions, constants, features]</c>.</param>
    protected abstract (Tensor Systems, Tensor OutputMatrices) Gradients(ModeShape shape, Tensor systems, Tensor constants);

    /// <summary>Applies the function.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="systems">Constants of the systems.</param>
    /// <param name="outputMatrices">Matrices that map states to outputs.</param>
    /// <param name="skip">Skip weights D, float32 <c>[1, features]</c>.</param>
    /// <returns><c>[batch, length, 1, features]</c>.</returns>
    protected static Tensor Convolve(Tensor u, Tensor systems, Tensor outputMatrices, Tensor skip)
    {
        using var scope = NewDisposeScope();
        return apply(u, systems, outputMatrices, skip).unsqueeze(2).MoveToOuterDisposeScope();
    }
}
