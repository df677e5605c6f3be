using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Activations;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>A GELU and its gradient, in one pass each. float32 on the CPU; the backward pass keeps x.</summary>
/// <typeparam name="TForm">Its form.</typeparam>
internal sealed class FusedGelu<TForm> : SingleResultFunction<FusedGelu<TForm>>
    where TForm : struct, IGeluForm
{
    /// <summary>Applies the function elementwise.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape, contiguous, owned by the caller.</returns>
    public static Tensor Apply(Tensor x) => x.requires_grad ? apply(x) : Values(x);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var x = TensorMemory.Plain((Tensor)arguments[0]);
        context.Save(x);
        return Values(x);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        Tensor x = context.Saved[0], result = empty_like(x);
        Gradients(x, TensorMemory.Plain(gradient), result, adds: false);
        return [result];
    }

    /// <summary>Without a gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape, contiguous, owned by the caller.</returns>
    public static Tensor Values(Tensor x)
    {
        using var scope = NewDisposeScope();
        Tensor plain = TensorMemory.Plain(x), result = empty(x.shape, ScalarType.Float32);
        Run(plain, null, result, adds: false);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The gradient.</summary>
    /// <param name="x">Where; contiguous, as the others.</param>
    /// <param name="gradient">Gradient of the values.</param>
    /// <param name="result">Receives the gradient of x.</param>
    /// <param name="adds">Whether the gradient is added to the present contents.</param>
    public static void Gradients(Tensor x, Tensor gradient, Tensor result, bool adds) => Run(x, gradient, result, adds);

    private static unsafe void Run(Tensor x, Tensor? gradient, Tensor result, bool adds)
    {
        if (x.numel() == 0)
        {
            return;
        }

        LaneWidth.Run(new GeluTiles<TForm>
        {
            X = TensorMemory.Floats(x),
            Gradient = TensorMemory.FloatsOrNull(gradient),
            Result = TensorMemory.Floats(result),
            Adds = adds,
            Elements = x.numel(),
        });
        GC.KeepAlive(x);
        GC.KeepAlive(gradient);
        GC.KeepAlive(result);
    }
}
