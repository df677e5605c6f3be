using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.BatchNorms;

/// <summary>scale · (g − mean of g − (x − mean) · slope) at the valid positions of a tile, and zeros at the padded positions.</summary>
internal readonly unsafe struct BatchNormInputGradients : ITiles
{
    /// <summary>The numbers. Factors are the mean of x, scale, the mean of g, and the slope: the mean of g · (x − mean), by the
    /// variance.</summary>
    public required BatchNormData Data { get; init; }

    /// <inheritdoc/>
    [MethodImpl(HotLoop.Options)]
    public void Run(int tile)
    {
        var features = Data.Shape.Features;
        var (first, valid, padded) = Data.Shape.Tile(tile, Data.Lengths);
        float* x = Data.X + first, gradient = Data.Gradient + first, result = Data.Result + first;
        float* mean = Data.Factors, scale = mean + features, shift = scale + features, slope = shift + features;
        for (var position = 0; position < valid; position++, x += features, gradient += features, result += features)
        {
            var i = 0;
            for (; i <= features - Vector<float>.Count; i += Vector<float>.Count)
            {
                var reach = (Vector.Load(x + i) - Vector.Load(mean + i)) * Vector.Load(slope + i);
                ((Vector.Load(gradient + i) - Vector.Load(shift + i) - reach) * Vector.Load(scale + i)).Store(result + i);
            }

            for (; i < features; i++)
            {
                result[i] = (gradient[i] - shift[i] - ((x[i] - mean[i]) * slope[i])) * scale[i];
            }
        }

        NativeMemory.Clear(result, (nuint)padded * (nuint)features * sizeof(float));
    }
}
