using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Copies the rows of points to a run of inputs.</summary>
internal unsafe struct DecompressionPieces : IPieces
{
    private const int InputsOfPiece = 512;

    /// <summary>Points, <c>[batch, points, features]</c>.</summary>
    public float* Rows;

    /// <summary>Stored points of a sequence.</summary>
    public int Points;

    /// <summary>Width of a row.</summary>
    public int Features;

    /// <summary>The point of each input, <c>[batch, length]</c>.</summary>
    public long* ReadBack;

    /// <summary>Inputs of a sequence.</summary>
    public int Length;

    /// <summary>Inputs of the batch.</summary>
    public long Inputs;

    /// <summary>Results, <c>[batch, length, features]</c>.</summary>
    public float* Widened;

    /// <summary>How many pieces there are.</summary>
    public readonly int Count => (int)((Inputs + InputsOfPiece - 1) / InputsOfPiece);

    /// <inheritdoc/>
    public readonly void Run(int piece)
    {
        var end = Math.Min(Inputs, (piece + 1L) * InputsOfPiece);
        for (var input = (nint)piece * InputsOfPiece; input < end; input++)
        {
            var target = new Span<float>(Widened + (input * Features), Features);
            if (ReadBack[input] < 0)
            {
                target.Clear();
            }
            else
            {
                var row = (input / Length * Points) + (nint)ReadBack[input];
                new ReadOnlySpan<float>(Rows + (row * Features), Features).CopyTo(target);
            }
        }
    }
}
