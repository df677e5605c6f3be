using System.Numerics;
using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Optimizers;

/// <summary>
/// A step of AdamW with one parameter, by pieces of its elements. An element's result is the same at any register width and number of
/// threads.
/// </summary>
internal unsafe struct AdamWPieces : IPieces
{
    /// <summary>Elements of a piece: fewer cost less than waking a thread.</summary>
    private const long PieceElements = 1 << 15;

    /// <summary>The step's numbers.</summary>
    public AdamWFactors Factors;

    /// <summary>The parameter; changed.</summary>
    public float* Parameter;

    /// <summary>Its gradient.</summary>
    public float* Gradient;

    /// <summary>First moment; changed.</summary>
    public float* First;

    /// <summary>Second moment; changed.</summary>
    public float* Second;

    /// <summary>Elements.</summary>
    public long Elements;

    /// <summary>How many pieces there are.</summary>
    public readonly int Count => (int)((Elements + PieceElements - 1) / PieceElements);

    /// <inheritdoc/>
    [MethodImpl(HotLoop.Options)]
    public readonly void Run(int piece)
    {
        long i = piece * PieceElements, end = Math.Min(i + PieceElements, Elements);
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
