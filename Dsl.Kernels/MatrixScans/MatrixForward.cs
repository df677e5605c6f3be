using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.MatrixScans;

/// <summary>The states z_l = M_l z_{l−1} + v_l: a block of one sequence a tile.</summary>
internal readonly unsafe struct MatrixForward : ILaneTiles
{
    /// <summary>Sizes and matrices.</summary>
    public required MatrixScanData Data { get; init; }

    /// <summary>v, <c>[batch, length, blocks, size]</c>.</summary>
    public required float* Inputs { get; init; }

    /// <summary>The states before the first position, <c>[batch, blocks, size]</c>.</summary>
    public required float* Initial { get; init; }

    /// <summary>Receives z, like <see cref="Inputs"/>.</summary>
    public required float* States { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Data.Walks;

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        nint size = Data.Size;
        var before = Initial + (tile * size);
        for (nint position = 0; position < Data.Length; position++)
        {
            var place = Data.Vector(tile, position);
            float* matrix = Data.Matrix(tile, position), inputs = Inputs + place, states = States + place;
            for (nint row = 0; row < size; row++)
            {
                states[row] = inputs[row] + LaneRows<TLanes>.DotNarrow(matrix + (row * size), before, size);
            }

            before = states;
        }
    }
}
