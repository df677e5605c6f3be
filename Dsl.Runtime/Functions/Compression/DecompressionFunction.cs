using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Equation (15a), fused: copies to every input the row of its point. Backwards the rows of a point are neighbours, and are added in their
/// order.
/// </summary>
internal sealed unsafe class DecompressionFunction : SingleResultFunction<DecompressionFunction>
{
    private const string Points = "points";

    /// <summary>Decompresses.</summary>
    /// <param name="y">Something at every point, float32 <c>[batch, points, features]</c>.</param>
    /// <param name="readBack">The point of each input, int64 <c>[batch, length]</c>, contiguous and ascending along a sequence; −1:
    /// zeros.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public static Tensor Apply(Tensor y, Tensor readBack) => apply(TensorMemory.Plain(y), readBack);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (y, readBack) = ((Tensor)arguments[0], (Tensor)arguments[1]);
        context.Save(readBack);
        context[Points] = y.shape[1];
        var widened = empty([readBack.shape[0], readBack.shape[1], y.shape[2]], y.dtype);
        var tiles = new DecompressionTiles
        {
            Rows = TensorMemory.Floats(y),
            Points = (int)y.shape[1],
            Features = (int)y.shape[2],
            ReadBack = TensorMemory.Longs(readBack),
            Length = (int)readBack.shape[1],
            Inputs = readBack.shape[0] * readBack.shape[1],
            Widened = TensorMemory.Floats(widened),
        };
        CpuWorkers.Run(tiles.Count, tiles);
        return widened;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var readBack = context.Saved[0];
        var incoming = TensorMemory.Plain(gradient);
        var points = (long)context[Points];
        var forRows = empty([readBack.shape[0], points, incoming.shape[2]], incoming.dtype);
        LaneWidth.Run(new DecompressionGradientTiles
        {
            Gradient = TensorMemory.Floats(incoming),
            Batch = (int)readBack.shape[0],
            Points = (int)points,
            Features = (int)incoming.shape[2],
            ReadBack = TensorMemory.Longs(readBack),
            Length = (int)readBack.shape[1],
            ForRows = TensorMemory.Floats(forRows),
        });
        return [forRows, null!];
    }
}
