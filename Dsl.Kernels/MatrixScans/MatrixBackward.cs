using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.MatrixScans;

/// <summary>
/// The gradients of <see cref="MatrixForward"/>: ∂v_l = ∂z_l + M_{l+1}ᵀ ∂v_{l+1} from the last position on, and ∂M_l = ∂v_l z_{l−1}ᵀ.
/// </summary>
internal readonly unsafe struct MatrixBackward : ILaneTiles
{
    /// <summary>Sizes and matrices.</summary>
    public required MatrixScanData Data { get; init; }

    /// <summary>The states before the first position.</summary>
    public required float* Initial { get; init; }

    /// <summary>z.</summary>
    public required float* States { get; init; }

    /// <summary>∂z, <c>[batch, length, blocks, size]</c>.</summary>
    public required float* ForStates { get; init; }

    /// <summary>Receives ∂v, like <see cref="ForStates"/>.</summary>
    public required float* ForInputs { get; init; }

    /// <summary>Receives the gradients of the states before, <c>[batch, blocks, size]</c>.</summary>
    public required float* ForInitial { get; init; }

    /// <summary>Receives ∂M, <c>[batch, length, blocks, size, size]</c>.</summary>
    public required float* ForMatrices { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Data.Walks;

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        nint size = Data.Size;
        float* initial = Initial + (tile * size), carried = ForInitial + (tile * size);
        new Span<float>(carried, (int)size).Clear();
        for (nint position = Data.Length - 1; position >= 0; position--)
        {
            var place = Data.Vector(tile, position);
            float* gradient = ForInputs + place, matrix = Data.Matrix(tile, position),
                forMatrix = ForMatrices + (matrix - Data.Matrix(0, 0)),
                before = position == 0 ? initial : States + place - Data.Step;
            new ReadOnlySpan<float>(ForStates + place, (int)size).CopyTo(new Span<float>(gradient, (int)size));
            LaneRows<TLanes>.Add(gradient, carried, size);
            new Span<float>(carried, (int)size).Clear();
            LaneRows<TLanes>.AddScaled(carried, gradient, matrix, size, size, size);
            for (nint row = 0; row < size; row++)
            {
                LaneRows<TLanes>.Scale(forMatrix + (row * size), gradient[row], before, size);
            }
        }
    }
}
