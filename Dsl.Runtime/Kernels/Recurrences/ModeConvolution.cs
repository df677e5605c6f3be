using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// The convolution with sums of exponentials, k_l = Re Σ_n c_n e^{w_n l}, by the recurrence of every mode: no kernel, no transform, cost linear in length × modes. The
/// backward pass keeps the inputs alone and computes the states of a chunk again when it needs them. float32 on the CPU, constants in float64.
/// </summary>
internal sealed class ModeConvolution : autograd.SingleTensorFunction<ModeConvolution>
{
    private const string Shape = "shape";

    /// <inheritdoc/>
    public override string Name => nameof(ModeConvolution);

    /// <summary>y_l = Σ_{j ≤ l} k_{l−j} u_j + D u_l, and with a second direction + Σ_{j &gt; l} k'_{j−l−1} u_j.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="exponents">w, complex128 <c>[features, modes]</c>.</param>
    /// <param name="coefficients">c, complex128 <c>[directions, features, modes]</c>.</param>
    /// <param name="skip">D, float32 <c>[1, features]</c>.</param>
    /// <returns><c>[batch, length, 1, features]</c>.</returns>
    public static Tensor Apply(Tensor u, Tensor exponents, Tensor coefficients, Tensor skip)
    {
        using var scope = NewDisposeScope();
        return apply(u, view_as_real(exponents.resolve_conj()), view_as_real(coefficients.resolve_conj()), skip).unsqueeze(2).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (var u, var exponents, var coefficients, var skip) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [TensorMemory.Plain(u), TensorMemory.Plain(exponents), TensorMemory.Plain(coefficients), TensorMemory.Plain(skip)];
        var shape = new ModeShape((int)u.shape[0], (int)u.shape[1], (int)u.shape[2], (int)exponents.shape[1], (int)coefficients.shape[0], IsDense: false);
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
        Tensor forInputs = empty_like(saved[0]), forModes = empty([shape.Batch, shape.Directions, shape.Constants, shape.Features], ScalarType.Float32), forSkip = empty([shape.Batch, shape.Features], ScalarType.Float32);
        new SystemKernel(shape, [.. saved]).Backward(TensorMemory.Plain(grad_output), forInputs, forModes, forSkip);
        // [directions, features, modes, 2] each.
        Tensor[] sums = forModes.sum([0], type: ScalarType.Float64).reshape(shape.Directions, shape.Modes, 4, shape.Features).permute(0, 3, 1, 2).split([2, 2], 3);
        Tensor[] forCoefficients = sums[0].unbind(3), forFactors = sums[1].sum([0]).unbind(2), w = saved[1].unbind(2);
        Tensor forExponents = complex(forFactors[0], forFactors[1]) * complex(w[0], w[1]).exp().conj();
        return
        [
            forInputs.MoveToOuterDisposeScope(),
            view_as_real(forExponents.resolve_conj()).MoveToOuterDisposeScope(),
            view_as_real(complex(forCoefficients[0], forCoefficients[1])).MoveToOuterDisposeScope(),
            forSkip.sum([0], true, ScalarType.Float64).to(ScalarType.Float32).MoveToOuterDisposeScope(),
        ];
    }
}
