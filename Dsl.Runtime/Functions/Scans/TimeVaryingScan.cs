using SerpentDsl.Autograd;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence x_l = a_l x_{l−1} + v_l, elementwise, with factors that change over time. About 2√length operators: all pieces of √length
/// positions advance at once, then what passes from piece to piece. Nothing is divided, so factors may vanish. Any device, once
/// differentiable.
/// </summary>
/// <remarks>
/// The gradient is the same recurrence backwards: h_l = g_l + ā_{l+1} h_{l+1} is that of v_l, and h_l x̄_{l−1} that of a_l (conjugates
/// where complex).
/// </remarks>
public sealed class TimeVaryingScan : SingleResultFunction<TimeVaryingScan>
{
    /// <summary>Runs the recurrence.</summary>
    /// <param name="factors">a, real or complex <c>[batch, length, …]</c>.</param>
    /// <param name="inputs">v, of the same shape and type.</param>
    /// <param name="initial">The state before the first input, <c>[batch, …]</c>.</param>
    /// <returns>x, of the inputs' shape, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static Tensor Apply(Tensor factors, Tensor inputs, Tensor initial)
    {
        if (factors.dim() < 2 || factors.shape[1] == 0 || !factors.shape.SequenceEqual(inputs.shape) || factors.dtype != inputs.dtype)
        {
            throw new ArgumentException($"Factors {factors.dtype} [{string.Join(", ", factors.shape)}] and inputs {inputs.dtype} [{string.Join(", ", inputs.shape)}] must agree: [batch, length, …].", nameof(inputs));
        }

        if (initial.dtype != inputs.dtype || !initial.shape.SequenceEqual([inputs.shape[0], .. inputs.shape[2..]]))
        {
            throw new ArgumentException($"The initial state is {inputs.dtype} [{string.Join(", ", (long[])[inputs.shape[0], .. inputs.shape[2..]])}], not {initial.dtype} [{string.Join(", ", initial.shape)}].", nameof(initial));
        }

        return apply(factors, inputs, initial);
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (factors, inputs, initial) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor)arguments[2]);
        var states = Run(factors, inputs, initial);
        context.Save(factors, states, initial);
        return states;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (factors, states, initial) = (saved[0], saved[1], saved[2]);
        var length = factors.shape[1];
        Tensor conjugate = factors.conj().resolve_conj(), none = zeros_like(initial);
        // Backwards in time position r = length − 1 − l multiplies by the factor of l + 1; the first one meets no state.
        var reversed = cat([none.unsqueeze(1), conjugate.narrow(1, 1, length - 1).flip(1)], 1);
        var forInputs = Run(reversed, gradient.flip(1), none).flip(1);
        var before = cat([initial.unsqueeze(1), states.narrow(1, 0, length - 1)], 1);
        var forFactors = forInputs * before.conj();
        var forInitial = forInputs.select(1, 0) * conjugate.select(1, 0);
        return [forFactors, forInputs, forInitial];
    }

    private static Tensor Run(Tensor factors, Tensor inputs, Tensor initial)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (inputs.shape[0], inputs.shape[1]);
        var rest = inputs.shape[2..];
        var width = (long)Math.Ceiling(Math.Sqrt(length));
        var pieces = (length + width - 1) / width;
        Tensor[] a = Positions(factors), v = Positions(inputs);

        // Every piece from zero, and the product of its factors so far.
        var local = new Tensor[width];
        var product = new Tensor[width];
        (local[0], product[0]) = (v[0], a[0]);
        for (long i = 1; i < width; i++)
        {
            local[i] = v[i].Plus(a[i] * local[i - 1]);
            product[i] = a[i] * product[i - 1];
        }

        Tensor[] ends = local[^1].unbind(1), decays = product[^1].unbind(1);
        var before = new Tensor[pieces];
        before[0] = initial;
        for (long piece = 1; piece < pieces; piece++)
        {
            before[piece] = ends[piece - 1].Plus(decays[piece - 1] * before[piece - 1]);
        }

        var all = stack(local, 2).Plus(stack(product, 2) * stack(before, 1).unsqueeze(2));
        return all.reshape([batch, pieces * width, .. rest]).narrow(1, 0, length).MoveToOuterDisposeScope();

        Tensor[] Positions(Tensor x)
        {
            var missing = (pieces * width) - length;
            var padded = missing == 0 ? x : cat([x, zeros([batch, missing, .. rest], x.dtype, x.device)], 1);
            return padded.reshape([batch, pieces, width, .. rest]).unbind(2);
        }
    }
}
