using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// The convolution with k_l = C A^l B of systems with up to four real states, by their recurrence, as <see cref="ModeConvolution"/>: for matrices that are not diagonal, and
/// that it would be unwise to make so.
/// </summary>
internal sealed class DenseConvolution : autograd.SingleTensorFunction<DenseConvolution>
{
    /// <summary>The greatest state.</summary>
    public const int MostStates = 4;

    private const string Shape = "shape";

    /// <inheritdoc/>
    public override string Name => nameof(DenseConvolution);

    /// <summary>y_l = Σ_{j ≤ l} k_{l−j} u_j + D u_l, and with a second direction + Σ_{j &gt; l} k'_{j−l−1} u_j.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="systems">A − I, and behind it B: float64 <c>[features, states, states + 1]</c>, from 2 to <see cref="MostStates"/> states.</param>
    /// <param name="outlets">C, float64 <c>[directions, features, states]</c>.</param>
    /// <param name="skip">D, float32 <c>[1, features]</c>.</param>
    /// <returns><c>[batch, length, 1, features]</c>.</returns>
    public static Tensor Apply(Tensor u, Tensor systems, Tensor outlets, Tensor skip)
    {
        using var scope = NewDisposeScope();
        return apply(u, systems, outlets, skip).unsqueeze(2).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (var u, var systems, var outlets, var skip) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [TensorMemory.Plain(u), TensorMemory.Plain(systems), TensorMemory.Plain(outlets), TensorMemory.Plain(skip)];
        var shape = new ModeShape((int)u.shape[0], (int)u.shape[1], (int)u.shape[2], (int)systems.shape[1], (int)outlets.shape[0], IsDense: true);
        ctx.save_for_backward([.. inputs]);
        ctx.save_data(Shape, shape);
        Tensor outputs = empty(u.shape, ScalarType.Float32);
        new SystemKernel(shape, inputs).Forward(outputs);
        return outputs.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        var shape = (ModeShape)ctx.get_data(Shape);
        Tensor forInputs = empty_like(saved[0]), forSkip = empty([shape.Batch, shape.Features], ScalarType.Float32);
        Tensor forConstants = empty([shape.Batch, shape.Directions, shape.Constants, shape.Features], ScalarType.Float32);
        new SystemKernel(shape, [.. saved]).Backward(TensorMemory.Plain(grad_output), forInputs, forConstants, forSkip);
        int states = shape.Modes;
        Tensor[] sums = forConstants.sum([0], type: ScalarType.Float64).split([states * states, states, states], 1);
        Tensor matrices = sums[0].sum([0]).reshape(states, states, shape.Features).permute(2, 0, 1), inlets = sums[1].sum([0]).transpose(0, 1).unsqueeze(2);
        return
        [
            forInputs.MoveToOuterDisposeScope(),
            cat([matrices, inlets], 2).MoveToOuterDisposeScope(),
            sums[2].transpose(1, 2).contiguous().MoveToOuterDisposeScope(),
            forSkip.sum([0], true, ScalarType.Float64).to(ScalarType.Float32).MoveToOuterDisposeScope(),
        ];
    }
}
