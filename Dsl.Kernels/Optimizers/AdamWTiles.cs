using System.Numerics;
using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Optimizers;

/// <summary>
/// A step of AdamW with one parameter, by tiles of its elements. An element's result is the same at any register width and number of
/// threads.
/// </summary>
internal unsafe struct AdamWTiles : ITiles
{
    /// <summary>Elements of a tile: fewer cost less than waking a thread.</summary>
    private const long ElementsPerTile = 1 << 15;

    /// <summary>The step's numbers.</summary>
    public AdamWFactors Factors;

    /// <summary>The parameter; changed.</summary>
    public float* Parameter;

    /// <summary>Gradient of the parameter.</summary>
    public float* Gradient;

    /// <summary>First moment; changed.</summary>
    public float* First;

    /// <summary>Second moment; changed.</summary>
    public float* Second;

    /// <summary>Elements.</summary>
    public long Elements;

    /// <summary>How many tiles there are.</summary>
    public readonly int Count => (int)((Elements + ElementsPerTile - 1) / ElementsPerTile);

    /// <inheritdoc/>
    [MethodImpl(HotLoop.Options)]
    public readonly void Run(int tile)
    {
        long i = tile * ElementsPerTile, end = Math.Min(i + ElementsPerTile, Elements);
        var f = Factors;
        Vector<float> rest1 = new(1 - f.Beta1), rest2 = new(1 - f.Beta2);
        for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
        {
            var gradient = Vector.Load(Gradient + i);
            var first = (Vector.Load(First + i) * f.Beta1) + (gradient * rest1);
            var second = (Vector.Load(Second + i) * f.Beta2) + (gradient * gradient * rest2);
            var scale = (Vector.SquareRoot(second) / new Vector<float>(f.Correction)) + new Vector<float>(f.Epsilon);
            ((Vector.Load(Parameter + i) * f.Decay) - (first / scale * f.StepSize)).Store(Parameter + i);
            first.Store(First + i);
            second.Store(Second + i);
        }

        for (; i < end; i++)
        {
            First[i] = (First[i] * f.Beta1) + (Gradient[i] * rest1[0]);
            Second[i] = (Second[i] * f.Beta2) + (Gradient[i] * Gradient[i] * rest2[0]);
            var scale = (MathF.Sqrt(Second[i]) / f.Correction) + f.Epsilon;
            Parameter[i] = (Parameter[i] * f.Decay) - (First[i] / scale * f.StepSize);
        }
    }
}
