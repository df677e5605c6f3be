using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Cauchy;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The transforms of S4's kernels from their Cauchy sums, in one pass over nodes and modes: nothing of size modes × nodes is ever stored,
/// and the backward pass recomputes the tables that it needs. float32 on the CPU; |w| and the nodes come with twice the digits.
/// </summary>
internal sealed class CauchyFunction : SingleResultFunction<CauchyFunction>
{
    private const string Shape = "shape";

    /// <summary>K̂ = g_CB − g_CP (1 + g_PP)⁻¹ g_PB, rotated by half a node, at the half circle of nodes.</summary>
    /// <param name="numerators">Re x and Re(x w̄) of each sum, float32 <c>[modes, 2 · rows · columns, features]</c>.</param>
    /// <param name="magnitude">|w|, float64 <c>[modes, features]</c>.</param>
    /// <param name="damping">−Re w, float64 <c>[modes, features]</c>.</param>
    /// <param name="shape">Sizes.</param>
    /// <returns>Real and imaginary parts, float32 <c>[2, outputs, bins, features]</c>.</returns>
    public static Tensor Apply(Tensor numerators, Tensor magnitude, Tensor damping, CauchyShape shape) =>
        apply(numerators, magnitude, damping, shape);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var shape = (CauchyShape)arguments[3];
        Tensor numerators = ((Tensor)arguments[0]).contiguous(),
            magnitude = ((Tensor)arguments[1]).contiguous(),
            damping = ((Tensor)arguments[2]).contiguous();
        var spectrum = empty([2, shape.Outputs, shape.Bins, shape.Features], ScalarType.Float32);
        context.Save(numerators, magnitude, damping);
        context[Shape] = shape;
        new CauchyKernel(shape, numerators, magnitude, damping).Forward(spectrum);
        return spectrum;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var shape = (CauchyShape)context[Shape];
        var forNumerators = empty([shape.Ranges, shape.Modes, shape.Numerators, shape.Features], ScalarType.Float32);
        var forModes = empty([shape.Ranges, shape.Modes, 2, shape.Features], ScalarType.Float32);
        new CauchyKernel(shape, saved[0], saved[1], saved[2]).Backward(TensorMemory.Plain(gradient), forNumerators, forModes);
        var numerators = forNumerators.sum([0], type: ScalarType.Float64).to(ScalarType.Float32);
        var modes = forModes.sum([0], type: ScalarType.Float64);
        return [numerators, modes.select(1, 0), modes.select(1, 1), null!];
    }
}
