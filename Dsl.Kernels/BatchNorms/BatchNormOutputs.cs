using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.BatchNorms;

/// <summary>(x − mean) · scale + bias at the valid positions of a tile, and zeros at the padded positions.</summary>
internal readonly unsafe struct BatchNormOutputs : ITiles
{
    /// <summary>The numbers. Factors are mean, scale and bias.</summary>
    public required BatchNormData Data { get; init; }

    /// <inheritdoc/>
    [MethodImpl(HotLoop.Options)]
    public void Run(int tile)
    {
        var features = Data.Shape.Features;
        var (first, valid, padded) = Data.Shape.Tile(tile, Data.Lengths);
        float* x = Data.X + first, y = Data.Result + first, mean = Data.Factors, scale = mean + features, bias = scale + features;
        for (var position = 0; position < valid; position++, x += features, y += features)
        {
            var i = 0;
            for (; i <= features - Vector<float>.Count; i += Vector<float>.Count)
            {
                (((Vector.Load(x + i) - Vector.Load(mean + i)) * Vector.Load(scale + i)) + Vector.Load(bias + i)).Store(y + i);
            }

            for (; i < features; i++)
            {
                y[i] = ((x[i] - mean[i]) * scale[i]) + bias[i];
            }
        }

        NativeMemory.Clear(y, (nuint)padded * (nuint)features * sizeof(float));
    }
}
