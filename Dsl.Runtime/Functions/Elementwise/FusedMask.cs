using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Masks;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Sets padded positions to zero, and their gradients: one copy, without a mask in memory. float32 on the CPU.</summary>
internal sealed class FusedMask : SingleResultFunction<FusedMask>
{
    /// <summary>Whether the kernel can work on a tensor.</summary>
    /// <param name="x">The tensor that would be masked.</param>
    /// <param name="lengths">True lengths.</param>
    public static bool Fits(Tensor x, Tensor lengths) => FusedKernels.Fit(x) && lengths.dtype == ScalarType.Int64 && x.numel() > 0;

    /// <summary>Masks.</summary>
    /// <param name="x"><c>[batch, length]</c> or <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>.</param>
    /// <returns>The same shape, contiguous.</returns>
    public static Tensor Apply(Tensor x, Tensor lengths) => apply(x, lengths);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (x, lengths) = ((Tensor)arguments[0], (Tensor)arguments[1]);
        context.Save(lengths);
        return Masked(x, lengths);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient) => [Masked(gradient, context.Saved[0]), null!];

    private static unsafe Tensor Masked(Tensor x, Tensor lengths)
    {
        Tensor source = TensorMemory.Plain(x), ends = lengths.contiguous(), target = empty(x.shape, ScalarType.Float32);
        CpuWorkers.Run((int)x.shape[0], new MaskTiles
        {
            Length = x.shape[1],
            Width = x.dim() == 3 ? x.shape[2] : 1,
            Lengths = TensorMemory.Longs(ends),
            Source = TensorMemory.Floats(source),
            Target = TensorMemory.Floats(target),
        });
        GC.KeepAlive((source, ends));
        return target;
    }
}
