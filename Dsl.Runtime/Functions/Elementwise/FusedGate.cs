using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Activations;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Gated values, x · σ(z), and both gradients in one pass each. float32 on the CPU; the backward pass keeps x and z.</summary>
internal sealed class FusedGate : SingleResultFunction<FusedGate>
{
    /// <summary>Gates, by the fused kernel where the operands allow.</summary>
    /// <param name="x">Values.</param>
    /// <param name="z">Gates, of the same shape.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public static Tensor Apply(Tensor x, Tensor z)
    {
        using var scope = NewDisposeScope();
        return (FusedKernels.Fit(x, z) ? apply(x, z) : x * z.sigmoid()).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        Tensor x = TensorMemory.Plain((Tensor)arguments[0]), z = TensorMemory.Plain((Tensor)arguments[1]);
        context.Save(x, z);
        return Values(x, z);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (forX, forZ) = Gradients(saved[0], saved[1], TensorMemory.Plain(gradient));
        return [forX, forZ];
    }

    /// <summary>Gated values without a gradient.</summary>
    /// <param name="x">Values; contiguous, as the others.</param>
    /// <param name="z">Gates, which go through σ.</param>
    /// <returns>In the present dispose scope.</returns>
    public static Tensor Values(Tensor x, Tensor z)
    {
        var result = empty_like(x);
        Run(x, z, null, result, null);
        return result;
    }

    /// <summary>The gradients.</summary>
    /// <param name="x">Values.</param>
    /// <param name="z">Gates, which go through σ.</param>
    /// <param name="gradient">Gradient of the gated values.</param>
    /// <returns>In the present dispose scope.</returns>
    public static (Tensor ForX, Tensor ForZ) Gradients(Tensor x, Tensor z, Tensor gradient)
    {
        Tensor forX = empty_like(x), forZ = empty_like(z);
        Run(x, z, gradient, forX, forZ);
        return (forX, forZ);
    }

    private static unsafe void Run(Tensor x, Tensor z, Tensor? gradient, Tensor result, Tensor? forZ)
    {
        if (x.numel() == 0)
        {
            return;
        }

        LaneWidth.Run(new GateTiles
        {
            X = TensorMemory.Floats(x),
            Z = TensorMemory.Floats(z),
            Gradient = TensorMemory.FloatsOrNull(gradient),
            Result = TensorMemory.Floats(result),
            ForZ = TensorMemory.FloatsOrNull(forZ),
            Elements = x.numel(),
        });
        GC.KeepAlive((x, z, gradient, result, forZ));
    }
}
