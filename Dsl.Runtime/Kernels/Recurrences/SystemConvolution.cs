using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// A convolution by the recurrence of its systems, y_l = Σ_{j ≤ l} k_{l−j} u_j + D u_l, and with a second direction + Σ_{j &gt; l} k'_{j−l−1} u_j. float32 on the CPU,
/// the systems' constants in float64. The backward pass keeps the inputs alone and computes the states of a chunk again when it needs them.
/// </summary>
/// <typeparam name="TSelf">The function for one kind of system.</typeparam>
internal abstract class SystemConvolution<TSelf> : SingleFunction<TSelf>
    where TSelf : SystemConvolution<TSelf>, new()
{
    private const string Shape = "shape";

    /// <inheritdoc/>
    public override string Name => typeof(TSelf).Name;

    /// <summary>Whether systems are dense matrices (<see cref="ModeShape.IsDense"/>).</summary>
    protected abstract bool IsDense { get; }

    /// <inheritdoc/>
    protected override Tensor Evaluate(autograd.AutogradContext ctx, object[] vars)
    {
        (var u, var systems, var outlets, var skip) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [TensorMemory.Plain(u), TensorMemory.Plain(systems), TensorMemory.Plain(outlets), TensorMemory.Plain(skip)];
        var shape = new ModeShape((int)u.shape[0], (int)u.shape[1], (int)u.shape[2], (int)systems.shape[1], (int)outlets.shape[0], IsDense);
        ctx.Keep([.. inputs]);
        ctx.save_data(Shape, shape);
        Tensor outputs = empty(u.shape, ScalarType.Float32);
        new SystemKernel(shape, inputs).Forward(outputs);
        return outputs.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        var shape = (ModeShape)ctx.get_data(Shape);
        Tensor forInputs = empty_like(saved[0]), forSkip = empty([shape.Batch, shape.Features], ScalarType.Float32);
        Tensor forConstants = empty([shape.Batch, shape.Directions, shape.Constants, shape.Features], ScalarType.Float32);
        new SystemKernel(shape, [.. saved]).Backward(TensorMemory.Plain(grad_output), forInputs, forConstants, forSkip);
        (Tensor forSystems, Tensor forOutlets) = Gradients(shape, saved[1], forConstants.sum([0], type: ScalarType.Float64));
        return
        [
            forInputs.MoveToOuterDisposeScope(),
            forSystems.MoveToOuterDisposeScope(),
            forOutlets.MoveToOuterDisposeScope(),
            forSkip.sum([0], true, ScalarType.Float64).to(ScalarType.Float32).MoveToOuterDisposeScope(),
        ];
    }

    /// <summary>Gradients of systems and outlets from those of the constants that the kernel works with.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="systems">The systems, as they were given.</param>
    /// <param name="constants">Gradients, float64 <c>[directions, constants, features]</c>.</param>
    protected abstract (Tensor Systems, Tensor Outlets) Gradients(ModeShape shape, Tensor systems, Tensor constants);

    /// <summary>Applies the function.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="systems">Constants of the systems.</param>
    /// <param name="outlets">What reads their states.</param>
    /// <param name="skip">D, float32 <c>[1, features]</c>.</param>
    /// <returns><c>[batch, length, 1, features]</c>.</returns>
    protected static Tensor Convolve(Tensor u, Tensor systems, Tensor outlets, Tensor skip)
    {
        using var scope = NewDisposeScope();
        return apply(u, systems, outlets, skip).unsqueeze(2).MoveToOuterDisposeScope();
    }
}
