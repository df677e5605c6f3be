using SerpentDsl.Autograd;
using SerpentDsl.Kernels.DiagonalScans;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// A system with a diagonal state matrix from all features to all features, y = C x + D ∘ u with x_l = e^w x_{l−1} + B u_l, and with a
/// second direction the same from the end: two products with the scan between them. float32 on the CPU. The states of both directions lie
/// side by side, so that one product reads both; the function keeps inputs and states.
/// </summary>
internal sealed class DiagonalSystemFunction : SingleResultFunction<DiagonalSystemFunction>
{
    /// <summary>Applies the system.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="exponents">Exponents w, complex128 <c>[modes]</c>.</param>
    /// <param name="input">B as a real matrix, <c>[features, modes · 2]</c>.</param>
    /// <param name="output">C as a real matrix, <c>[directions · modes · 2, features]</c>.</param>
    /// <param name="skip">Skip weights D, <c>[features]</c>.</param>
    /// <returns><c>[batch, length, features]</c>, owned by the caller.</returns>
    public static Tensor Apply(Tensor u, Tensor exponents, Tensor input, Tensor output, Tensor skip) =>
        apply(u, exponents, input, output, skip);

    /// <summary>Continues sequences from a state, in one direction and without gradients.</summary>
    /// <param name="u">As of <see cref="Apply"/>.</param>
    /// <param name="exponents">As of <see cref="Apply"/>.</param>
    /// <param name="input">As of <see cref="Apply"/>.</param>
    /// <param name="output">As of <see cref="Apply"/>.</param>
    /// <param name="skip">As of <see cref="Apply"/>.</param>
    /// <param name="initial">The state before, complex64 <c>[batch, modes]</c>.</param>
    /// <returns>Outputs, and all states as pairs, <c>[batch, length, modes · 2]</c>; both owned by the caller.</returns>
    public static (Tensor Outputs, Tensor States) Continue(
        Tensor u, Tensor exponents, Tensor input, Tensor output, Tensor skip, Tensor initial)
    {
        using var scope = NewDisposeScope();
        var rows = TensorMemory.Plain(u);
        var states = Scan(rows, exponents, input, 1, TensorMemory.Plain(initial.resolve_conj()));
        return (Read(rows, states, output, skip).MoveToOuterDisposeScope(), states.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (u, exponents, input, output, skip) = (
            TensorMemory.Plain((Tensor)arguments[0]),
            (Tensor)arguments[1],
            (Tensor)arguments[2],
            (Tensor)arguments[3],
            (Tensor)arguments[4]);
        var states = Scan(u, exponents, input, output.shape[0] / input.shape[1], null);
        context.Save(u, exponents, input, output, skip, states);
        return Read(u, states, output, skip);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (u, exponents, input, output, skip, states) = (saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]);
        Tensor rows = Rows(u), incoming = Rows(TensorMemory.Plain(gradient));
        Tensor forStates = incoming.mm(output.t()), driven = empty([rows.shape[0], input.shape[1]], ScalarType.Float32);
        var forExponents = FusedDiagonalScan.Backward(Shape(u, states, exponents), exponents, states, null, forStates, driven, null);
        // The BLAS is faster with the narrow matrix first.
        Tensor forOutput = Rows(states).t().mm(incoming), forInput = driven.t().mm(rows).t();
        var (forInputs, forSkip) = SkipGradient.Of(incoming, rows, TensorMemory.Plain(skip));
        return
        [
            forInputs.addmm_(driven, input.t()).view(u.shape),
            forExponents,
            forInput,
            forOutput,
            forSkip,
        ];
    }

    private static Tensor Scan(Tensor u, Tensor exponents, Tensor input, long directions, Tensor? initial)
    {
        Tensor driven = Rows(u).mm(input), states = empty([u.shape[0], u.shape[1], directions * input.shape[1]], ScalarType.Float32);
        FusedDiagonalScan.Forward(Shape(u, states, exponents), exponents, driven, initial, states);
        driven.Dispose();
        return states;
    }

    private static Tensor Read(Tensor u, Tensor states, Tensor output, Tensor skip) =>
        (Rows(u) * skip).addmm_(Rows(states), output).view(u.shape);

    private static Tensor Rows(Tensor x) => x.view(-1, x.shape[2]);

    private static DiagonalShape Shape(Tensor u, Tensor states, Tensor exponents) =>
        new((int)u.shape[0], (int)u.shape[1], (int)exponents.shape[0], (int)(states.shape[2] / (2 * exponents.shape[0])));
}
