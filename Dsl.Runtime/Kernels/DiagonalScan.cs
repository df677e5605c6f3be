using static TorchSharp.torch;

namespace SerpentDsl.Kernels;

/// <summary>
/// The recurrence x_l = e^w x_{l−1} + v_l of many independent modes whose factors do not change over time, in matrix products: pieces of
/// <see cref="Width"/> positions by a triangular table of powers, and what passes from piece to piece by the same scan over the pieces' ends.
/// Plain operators: any device, any number of derivatives.
/// </summary>
/// <remarks>Every power is e^{w k} with its own exponent, computed in float64, so errors do not build up over the length.</remarks>
public static class DiagonalScan
{
    /// <summary>Positions that one triangular product spans: beyond it the table costs more than another level saves.</summary>
    private const long Width = 32;

    /// <summary>Runs the recurrence.</summary>
    /// <param name="exponents">w, complex128 <c>[modes]</c>.</param>
    /// <param name="inputs">v, complex <c>[batch, length, modes]</c>.</param>
    /// <param name="initial">The state before the first input, complex <c>[batch, modes]</c>; null: zeros.</param>
    /// <returns>x, complex <c>[batch, length, modes]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static Tensor Apply(Tensor exponents, Tensor inputs, Tensor? initial = null)
    {
        Check(exponents, inputs, initial);
        using var scope = NewDisposeScope();
        Tensor states = Run(exponents, inputs.permute(2, 1, 0), initial?.transpose(0, 1));
        return states.permute(2, 1, 0).MoveToOuterDisposeScope();
    }

    // Everything here is [modes, length, batch].
    private static Tensor Run(Tensor exponents, Tensor inputs, Tensor? initial)
    {
        (long modes, long length, long batch) = (inputs.shape[0], inputs.shape[1], inputs.shape[2]);
        if (length <= Width)
        {
            Tensor states = Triangle(exponents, length, inputs.dtype).bmm(inputs);
            return initial is null ? states : states + (Powers(exponents, 1, length, inputs.dtype).unsqueeze(2) * initial.unsqueeze(1));
        }

        long pieces = (length + Width - 1) / Width;
        Tensor padded = length == pieces * Width
            ? inputs
            : cat([inputs, zeros([modes, (pieces * Width) - length, batch], inputs.dtype, inputs.device)], 1);
        Tensor columns = padded.reshape(modes, pieces, Width, batch).transpose(1, 2).reshape(modes, Width, pieces * batch);

        Tensor table = Triangle(exponents, Width, inputs.dtype);
        Tensor ends = table.narrow(1, Width - 1, 1).bmm(columns).reshape(modes, pieces, batch);
        Tensor after = Run(exponents * Width, ends, initial);
        Tensor first = initial is null ? zeros([modes, 1, batch], inputs.dtype, inputs.device) : initial.unsqueeze(1);
        Tensor before = cat([first, after.narrow(1, 0, pieces - 1)], 1).reshape(modes, 1, pieces * batch);
        Tensor all = table.bmm(columns) + (Powers(exponents, 1, Width, inputs.dtype).unsqueeze(2) * before);
        return all.reshape(modes, Width, pieces, batch).transpose(1, 2).reshape(modes, pieces * Width, batch).narrow(1, 0, length);
    }

    /// <summary>e^{w (i − j)} for i ≥ j, else 0: <c>[modes, size, size]</c>.</summary>
    private static Tensor Triangle(Tensor exponents, long size, ScalarType type)
    {
        Tensor positions = arange(size, ScalarType.Int64, exponents.device);
        // Above the diagonal stands lag 0, which tril then clears: e^{−w k} could overflow.
        Tensor lags = (positions.unsqueeze(1) - positions).clamp_min(0).reshape(-1);
        return Powers(exponents, 0, size, type).index_select(1, lags).reshape(-1, size, size).tril();
    }

    /// <summary>e^{w k} for k = from .. from + count − 1: <c>[modes, count]</c>.</summary>
    private static Tensor Powers(Tensor exponents, long from, long count, ScalarType type) =>
        (exponents.unsqueeze(1) * (arange(count, ScalarType.Float64, exponents.device) + from)).exp().to(type);

    private static void Check(Tensor exponents, Tensor inputs, Tensor? initial)
    {
        if (exponents.dtype != ScalarType.ComplexFloat64 || exponents.dim() != 1)
            throw new ArgumentException($"Exponents are {ScalarType.ComplexFloat64} [modes], not {exponents.dtype} [{string.Join(", ", exponents.shape)}].", nameof(exponents));
        if (!inputs.is_complex() || inputs.dim() != 3 || inputs.shape[1] == 0 || inputs.shape[2] != exponents.shape[0])
            throw new ArgumentException($"Inputs are complex [batch, length, {exponents.shape[0]}], not {inputs.dtype} [{string.Join(", ", inputs.shape)}].", nameof(inputs));
        if (initial is not null && (initial.dtype != inputs.dtype || !initial.shape.SequenceEqual([inputs.shape[0], inputs.shape[2]])))
            throw new ArgumentException($"The initial state is {inputs.dtype} [{inputs.shape[0]}, {inputs.shape[2]}], not {initial.dtype} [{string.Join(", ", initial.shape)}].", nameof(initial));
    }
}
