using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Copies the rows of points to a run of inputs.</summary>
internal unsafe struct DecompressionTiles : ITiles
{
    private const int InputsPerTile = 512;

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

    /// <summary>How many tiles there are.</summary>
    public readonly int Count => (int)((Inputs + InputsPerTile - 1) / InputsPerTile);

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var end = Math.Min(Inputs, (tile + 1L) * InputsPerTile);
        for (var input = (nint)tile * InputsPerTile; input < end; input++)
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
