using System.Numerics;
using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.BatchNorms;

/// <summary>
/// Mean, and sum of squared distances from the mean, of the valid positions of a tile. Sums are float64 and of distances from the tile's
/// first position: neither many positions nor a mean far from zero cost digits.
/// </summary>
internal readonly unsafe struct BatchNormStatistics : ITiles
{
    /// <summary>The numbers; the sums are written to.</summary>
    public required BatchNormData Data { get; init; }

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var features = Data.Shape.Features;
        var (first, valid, _) = Data.Shape.Tile(tile, Data.Lengths);
        double* sum = Data.Sums + ((long)tile * 2 * features), squares = sum + features;
        new Span<double>(sum, 2 * features).Clear();
        if (valid == 0)
        {
            return;
        }

        var origin = Data.X + first;
        for (var position = 1; position < valid; position++)
        {
            Add(Data.X + first + ((long)position * features), origin, features, sum, squares);
        }

        for (var i = 0; i < features; i++)
        {
            var mean = sum[i] / valid;
            squares[i] -= sum[i] * mean;
            sum[i] = origin[i] + mean;
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Add(float* x, float* origin, int features, double* sum, double* squares)
    {
        int i = 0, half = Vector<double>.Count;
        for (; i <= features - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(x + i) - Vector.Load(origin + i), out var low, out var high);
            (Vector.Load(sum + i) + low).Store(sum + i);
            (Vector.Load(sum + i + half) + high).Store(sum + i + half);
            (Vector.Load(squares + i) + (low * low)).Store(squares + i);
            (Vector.Load(squares + i + half) + (high * high)).Store(squares + i + half);
        }

        for (; i < features; i++)
        {
            double distance = x[i] - origin[i];
            sum[i] += distance;
            squares[i] += distance * distance;
        }
    }
}
