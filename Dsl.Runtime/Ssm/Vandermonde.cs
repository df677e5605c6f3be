using SerpentDsl.Functions;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Sums of exponentials over time, Σ_n c_n e^{w_n l}, without the <c>[features, modes, length]</c> table of powers.</summary>
internal static class Vandermonde
{
    /// <summary>
    /// 2 Re Σ_n c_n e^{w_n l} for l = 0 .. length − 1. With l = a·m + b, e^{w l} = e^{w m a} e^{w b}: two tables of about √length
    /// columns, and one matrix product per feature. float32 on the CPU goes through <see cref="ExponentialSum"/>.
    /// </summary>
    /// <param name="coefficients">c, complex128 <c>[rows, features, modes]</c>.</param>
    /// <param name="exponents">w, complex128 <c>[features, modes]</c>.</param>
    /// <param name="length">Number of times l.</param>
    /// <param name="type">Type of the product and the result.</param>
    /// <returns>Real, <c>[rows, features, length]</c>.</returns>
    /// <exception cref="ArgumentException">Types or shapes do not fit.</exception>
    public static Tensor Sum(Tensor coefficients, Tensor exponents, long length, ScalarType type)
    {
        Check(coefficients, exponents, length);
        if (FusedKernels.Enabled && type == ScalarType.Float32 && exponents.device_type == TorchSharp.DeviceType.CPU
            && coefficients.device_type == TorchSharp.DeviceType.CPU)
        {
            return ExponentialSum.Apply(coefficients, exponents, length);
        }

        using var scope = NewDisposeScope();
        var (blocks, width) = Split(length);
        var (rows, features, modes) = (coefficients.shape[0], coefficients.shape[1], coefficients.shape[2]);
        var coarse = (coefficients * Scalars.Two).unsqueeze(-1) * Powers(exponents * Scalars.Of(width), blocks);
        var fine = Powers(exponents, width);
        // Re Σ x y = Σ Re x Re y − Im x Im y: one real product over twice the modes.
        var left = cat([coarse.real, -coarse.imag], 2).permute(1, 0, 3, 2).reshape(features, rows * blocks, 2 * modes).to(type);
        var right = cat([fine.real, fine.imag], 1).to(type);
        return left.bmm(right).reshape(features, rows, blocks * width).narrow(2, 0, length).permute(1, 0, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Σ_l e^{w_n (L−1−l)} u_l: the state that a sequence leaves at its end.</summary>
    /// <param name="u">Real, <c>[batch, length, features]</c>.</param>
    /// <param name="exponents">w, complex128 <c>[features, modes]</c>.</param>
    /// <returns>Complex128, <c>[batch, features, modes]</c>.</returns>
    public static Tensor Project(Tensor u, Tensor exponents)
    {
        using var scope = NewDisposeScope();
        var (batch, length, features) = (u.shape[0], u.shape[1], u.shape[2]);
        var (blocks, width) = Split(length);
        var reversed = u.to(ScalarType.Float64).flip(1);
        var padded = cat([reversed, zeros([batch, (blocks * width) - length, features], ScalarType.Float64, u.device)], 1);
        var rows = padded.reshape(batch, blocks, width, features).permute(3, 0, 1, 2).reshape(features, batch * blocks, width);
        var fine = Powers(exponents, width).transpose(1, 2);
        var inner = complex(rows.bmm(fine.real.contiguous()), rows.bmm(fine.imag.contiguous())).reshape(features, batch, blocks, -1);
        var coarse = Powers(exponents * Scalars.Of(width), blocks).transpose(1, 2).unsqueeze(1);
        return (inner * coarse).sum(2).permute(1, 0, 2).MoveToOuterDisposeScope();
    }

    private static void Check(Tensor coefficients, Tensor exponents, long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (coefficients.dtype != ScalarType.ComplexFloat64 || exponents.dtype != ScalarType.ComplexFloat64)
        {
            throw new ArgumentException(
                $"Coefficients are {coefficients.dtype} and exponents {exponents.dtype}; both must be {ScalarType.ComplexFloat64}.",
                nameof(coefficients));
        }

        if (coefficients.dim() != 3 || !coefficients.shape.AsSpan(1).SequenceEqual(exponents.shape))
        {
            throw new ArgumentException(
                $"Coefficients [{string.Join(", ", coefficients.shape)}] and exponents [{string.Join(", ", exponents.shape)}] do not fit: "
                    + "[rows, features, modes] and [features, modes] are needed.",
                nameof(coefficients));
        }
    }

    private static (long Blocks, long Width) Split(long length)
    {
        var width = (long)Math.Ceiling(Math.Sqrt(length));
        return ((length + width - 1) / width, width);
    }

    private static Tensor Powers(Tensor exponents, long count) =>
        (exponents.unsqueeze(-1) * TensorRange.Of(count, ScalarType.Float64, exponents.device)).exp();
}
