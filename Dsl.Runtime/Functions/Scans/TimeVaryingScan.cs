using SerpentDsl.Autograd;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence x_l = a_l x_{l−1} + v_l, elementwise, with factors that change over time. Factors may be zero. Runs on any device; can be
/// differentiated once. Float32 on the CPU goes through a fused kernel, everything else through <see cref="TimeVaryingRecurrence"/>.
/// </summary>
/// <remarks>
/// The gradient is the same recurrence backwards: h_l = g_l + ā_{l+1} h_{l+1} is the gradient of v_l, and h_l x̄_{l−1} the gradient of a_l
/// (conjugates where complex).
/// </remarks>
public sealed class TimeVaryingScan : SingleResultFunction<TimeVaryingScan>
{
    private const string IsFused = "isFused";

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
            throw new ArgumentException(
                $"Factors {factors.dtype} [{string.Join(", ", factors.shape)}] and inputs {inputs.dtype} "
                    + $"[{string.Join(", ", inputs.shape)}] must agree: [batch, length, …].",
                nameof(inputs));
        }

        if (initial.dtype != inputs.dtype || !initial.shape.SequenceEqual([inputs.shape[0], .. inputs.shape[2..]]))
        {
            throw new ArgumentException(
                $"The initial state is {inputs.dtype} [{string.Join(", ", (long[])[inputs.shape[0], .. inputs.shape[2..]])}], not "
                    + $"{initial.dtype} [{string.Join(", ", initial.shape)}].",
                nameof(initial));
        }

        return apply(factors, inputs, initial);
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (factors, inputs, initial) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor)arguments[2]);
        var isFused = FusedKernels.Fit(factors, inputs, initial);
        context[IsFused] = isFused;
        var states = Run(factors, inputs, initial, backwards: false, isFused);
        context.Save(factors, states, initial);
        return states;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (factors, states, initial) = (saved[0], saved[1], saved[2]);
        var length = factors.shape[1];
        var conjugate = factors.conj().resolve_conj();
        var forInputs = Run(conjugate, gradient, null, backwards: true, (bool)context[IsFused]);
        var before = cat([initial.unsqueeze(1), states.narrow(1, 0, length - 1)], 1);
        var forFactors = forInputs * before.conj();
        var forInitial = forInputs.select(1, 0) * conjugate.select(1, 0);
        return [forFactors, forInputs, forInitial];
    }

    /// <summary>The states, and backwards x_l = a_{l+1} x_{l+1} + v_l.</summary>
    private static Tensor Run(Tensor factors, Tensor inputs, Tensor? initial, bool backwards, bool isFused)
    {
        if (isFused)
        {
            return FusedChannelWalk.Run(factors, inputs, initial, backwards);
        }

        using var scope = NewDisposeScope();
        var length = inputs.shape[1];
        var (chunks, chunkLength) = TimeVaryingRecurrence.Plan(length, inputs.NumberOfElements / length);
        var acting = backwards ? cat([factors.narrow(1, 1, length - 1), zeros_like(factors.narrow(1, 0, 1))], 1) : factors;
        Tensor decay = TimeFirst(acting), states = TimeFirst(inputs);
        if (initial is not null)
        {
            states.select(0, 0).addcmul_(decay.select(0, 0), initial, Scalars.One);
        }

        TimeVaryingRecurrence.Solve(decay, states, chunks, backwards);
        return states.narrow(0, 0, length).transpose(0, 1).contiguous().MoveToOuterDisposeScope();

        // [batch, length, …] -> [chunks · chunk length, batch, …], a copy of its own with zeros after the last position.
        Tensor TimeFirst(Tensor x)
        {
            var missing = (chunks * chunkLength) - length;
            return cat([x.transpose(0, 1), zeros([missing, x.shape[0], .. x.shape[2..]], x.dtype, x.device)]);
        }
    }
}
