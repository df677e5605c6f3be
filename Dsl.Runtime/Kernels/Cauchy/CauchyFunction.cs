using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>
/// The transforms of S4's kernels from their Cauchy sums, in one pass over nodes and modes: nothing of size modes × nodes is ever stored, and
/// the backward pass computes what it needs again. float32 on the CPU; |w| and the nodes come with twice the digits.
/// </summary>
internal sealed class CauchyFunction : SingleFunction<CauchyFunction>
{
    private const string Shape = "shape";

    /// <inheritdoc/>
    public override string Name => nameof(CauchyFunction);

    /// <summary>K̂ = g_CB − g_CP (1 + g_PP)⁻¹ g_PB, rotated by half a node, at the half circle of nodes.</summary>
    /// <param name="numerators">Re x and Re(x w̄) of each sum, float32 <c>[modes, 2 · rows · columns, features]</c>.</param>
    /// <param name="magnitude">|w|, float64 <c>[modes, features]</c>.</param>
    /// <param name="damping">−Re w, float64 <c>[modes, features]</c>.</param>
    /// <param name="shape">Sizes.</param>
    /// <returns>Real and imaginary parts, float32 <c>[2, outputs, bins, features]</c>.</returns>
    public static Tensor Apply(Tensor numerators, Tensor magnitude, Tensor damping, CauchyShape shape) => apply(numerators, magnitude, damping, shape);

    /// <inheritdoc/>
    protected override Tensor Evaluate(autograd.AutogradContext ctx, object[] vars)
    {
        var shape = (CauchyShape)vars[3];
        using var scope = NewDisposeScope();
        Tensor numerators = ((Tensor)vars[0]).contiguous(), magnitude = ((Tensor)vars[1]).contiguous(), damping = ((Tensor)vars[2]).contiguous();
        Tensor spectrum = empty([2, shape.Outputs, shape.Bins, shape.Features], ScalarType.Float32);
        ctx.Keep([numerators, magnitude, damping]);
        ctx.save_data(Shape, shape);
        new CauchyKernel(shape, numerators, magnitude, damping).Forward(spectrum);
        return spectrum.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        var shape = (CauchyShape)ctx.get_data(Shape);
        Tensor forNumerators = empty([shape.Ranges, shape.Modes, shape.Numerators, shape.Features], ScalarType.Float32);
        Tensor forModes = empty([shape.Ranges, shape.Modes, 2, shape.Features], ScalarType.Float32);
        new CauchyKernel(shape, saved[0], saved[1], saved[2]).Backward(TensorMemory.Plain(grad_output), forNumerators, forModes);
        Tensor numerators = forNumerators.sum([0], type: ScalarType.Float64).to(ScalarType.Float32);
        Tensor modes = forModes.sum([0], type: ScalarType.Float64);
        return [numerators.MoveToOuterDisposeScope(), modes.select(1, 0).MoveToOuterDisposeScope(), modes.select(1, 1).MoveToOuterDisposeScope(), null!];
    }
}
