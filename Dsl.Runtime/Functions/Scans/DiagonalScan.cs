using SerpentDsl.Autograd;
using SerpentDsl.Kernels.DiagonalScans;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence x_l = e^w x_{l−1} + v_l of many independent modes whose factors do not change over time. Complex64 on the CPU goes
/// through a fused kernel (<see cref="FusedKernels"/>), everything else through matrix products: pieces of 32 positions by a triangular
/// table of powers, and the states between pieces by the same scan over the pieces' ends. Once differentiable.
/// </summary>
/// <remarks>
/// In the products every power is e^{w k} with its own exponent, computed in float64, so errors do not build up over the length. For the
/// backward pass only the states are kept: the gradient of v is the same recurrence backwards with conjugated factors, h_l = g_l + e^{w̄}
/// h_{l+1}, and the gradient of w is Σ h_l conj(e^w x_{l−1}).
/// </remarks>
public sealed class DiagonalScan : SingleResultFunction<DiagonalScan>
{
    /// <summary>Positions that one triangular product spans: for more positions the table costs more than another level saves.</summary>
    private const long Width = 32;

    private const string Fused = "fused";

    /// <summary>Runs the recurrence.</summary>
    /// <param name="exponents">Exponents w, complex128 <c>[modes]</c>.</param>
    /// <param name="inputs">Inputs v, complex <c>[batch, length, modes]</c>.</param>
    /// <param name="initial">The state before the first input, complex <c>[batch, modes]</c>; null: zeros.</param>
    /// <returns>States x, complex <c>[batch, length, modes]</c>, contiguous, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static Tensor Apply(Tensor exponents, Tensor inputs, Tensor? initial = null)
    {
        Check(exponents, inputs, initial);
        using var scope = NewDisposeScope();
        var before = initial ?? zeros([inputs.shape[0], inputs.shape[2]], inputs.dtype, inputs.device);
        return apply(exponents, inputs, before).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (exponents, inputs, initial) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor)arguments[2]);
        var isFused = FusedKernels.Enabled && inputs.dtype == ScalarType.ComplexFloat32 && inputs.device_type == TorchSharp.DeviceType.CPU;
        Tensor states;
        if (isFused)
        {
            (inputs, initial) = (Plain(inputs), Plain(initial));
            states = empty(inputs.shape, ScalarType.ComplexFloat32);
            FusedDiagonalScan.Forward(Shape(states), exponents, inputs, initial, states);
        }
        else
        {
            states = Scan(exponents, inputs, initial);
        }

        context.Save(exponents, states, initial);
        context[Fused] = isFused;
        return states;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (exponents, states, initial) = (saved[0], saved[1], saved[2]);
        if ((bool)context[Fused])
        {
            Tensor forV = empty_like(states), before = empty_like(initial);
            var forW = FusedDiagonalScan.Backward(Shape(states), exponents, states, initial, Plain(gradient), forV, before);
            return [forW, forV, before];
        }

        var length = states.shape[1];
        Tensor conjugate = exponents.conj().resolve_conj(), factor = exponents.exp();
        var forInputs = Scan(conjugate, gradient.flip(1), zeros_like(initial)).flip(1);
        var forInitial = forInputs.select(1, 0) * conjugate.exp().to(states.dtype);
        var sums = (forInputs.narrow(1, 1, length - 1) * states.narrow(1, 0, length - 1).conj()).sum([0, 1])
            .Plus((forInputs.select(1, 0) * initial.conj()).sum([0]));
        var forExponents = sums.to(factor.dtype) * factor.conj();
        return [forExponents, forInputs, forInitial];
    }

    private static Tensor Plain(Tensor x) => TensorMemory.Plain(x.resolve_conj());

    private static DiagonalShape Shape(Tensor states) => new((int)states.shape[0], (int)states.shape[1], (int)states.shape[2], 1);

    private static Tensor Scan(Tensor exponents, Tensor inputs, Tensor initial)
    {
        using var scope = NewDisposeScope();
        return Run(exponents, inputs.permute(2, 1, 0), initial.transpose(0, 1)).permute(2, 1, 0).contiguous().MoveToOuterDisposeScope();
    }

    // Everything here is [modes, length, batch].
    private static Tensor Run(Tensor exponents, Tensor inputs, Tensor initial)
    {
        var (modes, length, batch) = (inputs.shape[0], inputs.shape[1], inputs.shape[2]);
        if (length <= Width)
        {
            return Triangle(exponents, length, inputs.dtype).bmm(inputs)
                .Plus(Powers(exponents, 1, length, inputs.dtype).unsqueeze(2) * initial.unsqueeze(1));
        }

        var pieces = (length + Width - 1) / Width;
        var padded = length == pieces * Width
            ? inputs
            : cat([inputs, zeros([modes, (pieces * Width) - length, batch], inputs.dtype, inputs.device)], 1);
        var columns = padded.reshape(modes, pieces, Width, batch).transpose(1, 2).reshape(modes, Width, pieces * batch);

        var table = Triangle(exponents, Width, inputs.dtype);
        var ends = table.narrow(1, Width - 1, 1).bmm(columns).reshape(modes, pieces, batch);
        var after = Run(exponents * Scalars.Of(Width), ends, initial);
        var before = cat([initial.unsqueeze(1), after.narrow(1, 0, pieces - 1)], 1).reshape(modes, 1, pieces * batch);
        var all = table.bmm(columns).Plus(Powers(exponents, 1, Width, inputs.dtype).unsqueeze(2) * before);
        return all.reshape(modes, Width, pieces, batch).transpose(1, 2).reshape(modes, pieces * Width, batch).narrow(1, 0, length);
    }

    /// <summary>e^{w (i − j)} for i ≥ j, else 0: <c>[modes, size, size]</c>.</summary>
    private static Tensor Triangle(Tensor exponents, long size, ScalarType type)
    {
        var positions = TensorRange.Of(size, ScalarType.Int64, exponents.device);
        // Above the diagonal the lag is set to 0, and tril then clears the entries: e^{−w k} could overflow.
        var lags = (positions.unsqueeze(1) - positions).clamp_min(Scalars.Zero).reshape(-1);
        return Powers(exponents, 0, size, type).index_select(1, lags).reshape(-1, size, size).tril();
    }

    /// <summary>e^{w k} for k = from .. from + count − 1: <c>[modes, count]</c>.</summary>
    private static Tensor Powers(Tensor exponents, long from, long count, ScalarType type) =>
        (exponents.unsqueeze(1) * TensorRange.Of(count, ScalarType.Float64, exponents.device).Plus(from)).exp().to(type);

    private static void Check(Tensor exponents, Tensor inputs, Tensor? initial)
    {
        if (exponents.dtype != ScalarType.ComplexFloat64 || exponents.dim() != 1)
        {
            throw new ArgumentException(
                $"Exponents are {ScalarType.ComplexFloat64} [modes], not {exponents.dtype} [{string.Join(", ", exponents.shape)}].",
                nameof(exponents));
        }

        if (!inputs.is_complex() || inputs.dim() != 3 || inputs.shape[1] == 0 || inputs.shape[2] != exponents.shape[0])
        {
            throw new ArgumentException(
                $"Inputs are complex [batch, length, {exponents.shape[0]}], not {inputs.dtype} [{string.Join(", ", inputs.shape)}].",
                nameof(inputs));
        }

        if (initial is not null && (initial.dtype != inputs.dtype || !initial.shape.SequenceEqual([inputs.shape[0], inputs.shape[2]])))
        {
            throw new ArgumentException(
                $"The initial state is {inputs.dtype} [{inputs.shape[0]}, {inputs.shape[2]}], not {initial.dtype} "
                    + $"[{string.Join(", ", initial.shape)}].",
                nameof(initial));
        }
    }
}
