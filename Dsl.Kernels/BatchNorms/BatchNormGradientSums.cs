using System.Numerics;
using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.BatchNorms;

/// <summary>Sums over the valid positions of a tile, in float64: of the gradients g, and of g · (x − mean).</summary>
internal readonly unsafe struct BatchNormGradientSums : ITiles
{
    /// <summary>The numbers; the sums are written to. The first factors are the means.</summary>
    public required BatchNormData Data { get; init; }

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var features = Data.Shape.Features;
        var (first, valid, _) = Data.Shape.Tile(tile, Data.Lengths);
        var sum = Data.Sums + ((long)tile * 2 * features);
        new Span<double>(sum, 2 * features).Clear();
        for (var position = 0; position < valid; position++)
        {
            var at = first + ((long)position * features);
            Add(Data.X + at, Data.Gradient + at, Data.Factors, features, sum, sum + features);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Add(float* x, float* gradient, float* mean, int features, double* sum, double* products)
    {
        int i = 0, half = Vector<double>.Count;
        for (; i <= features - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(gradient + i), out var low, out var high);
            Vector.Widen(Vector.Load(x + i) - Vector.Load(mean + i), out var lowX, out var highX);
            (Vector.Load(sum + i) + low).Store(sum + i);
            (Vector.Load(sum + i + half) + high).Store(sum + i + half);
            (Vector.Load(products + i) + (low * lowX)).Store(products + i);
            (Vector.Load(products + i + half) + (high * highX)).Store(products + i + half);
        }

        for (; i < features; i++)
        {
            sum[i] += gradient[i];
            products[i] += (double)gradient[i] * (x[i] - mean[i]);
        }
    }
}
