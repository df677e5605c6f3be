using SerpentDsl.Autograd;
using SerpentDsl.Kernels.ExponentialSums;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Sums of exponentials and their gradients, each in one pass that stores nothing of size modes × length. float32 on the CPU; exponents,
/// coefficients and their gradients are float64, and sums between chunks too.
/// </summary>
internal sealed class ExponentialSum : SingleResultFunction<ExponentialSum>
{
    private const string Shape = "shape";

    /// <summary>2 Re Σ_n c_n e^{w_n l} for l = 0 .. length − 1.</summary>
    /// <param name="coefficients">Coefficients c, complex128 <c>[rows, features, modes]</c>.</param>
    /// <param name="exponents">Exponents w, complex128 <c>[features, modes]</c>.</param>
    /// <param name="length">How many times.</param>
    /// <returns>Float32 <c>[rows, features, length]</c>; in memory features are innermost, as convolutions read them.</returns>
    public static Tensor Apply(Tensor coefficients, Tensor exponents, long length)
    {
        using var scope = NewDisposeScope();
        var sums = apply(view_as_real(coefficients.resolve_conj()), view_as_real(exponents.resolve_conj()), length);
        return sums.transpose(1, 2).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        Tensor coefficients = TensorMemory.Plain((Tensor)arguments[0]), exponents = TensorMemory.Plain((Tensor)arguments[1]);
        var shape = new ExponentialShape(
            (int)coefficients.shape[0], (int)coefficients.shape[1], (int)coefficients.shape[2], (long)arguments[2]);
        context.Save(coefficients, exponents);
        context[Shape] = shape;
        var sums = empty([shape.Rows, shape.Length, shape.Features], ScalarType.Float32);
        new ExponentialKernel(shape, exponents, coefficients).Forward(sums);
        return sums;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var shape = (ExponentialShape)context[Shape];
        Tensor forExponents = empty([shape.Ranges, .. saved[1].shape], ScalarType.Float64),
            forCoefficients = empty([shape.Ranges, .. saved[0].shape], ScalarType.Float64);
        new ExponentialKernel(shape, saved[1], saved[0]).Backward(TensorMemory.Plain(gradient), forExponents, forCoefficients);
        return [forCoefficients.sum([0]), forExponents.sum([0]), null!];
    }
}
