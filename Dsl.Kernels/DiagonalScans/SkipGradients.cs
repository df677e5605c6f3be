using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>Backwards through D ∘ u: the inputs' part D ∘ g, and Σ g ∘ u over a tile's rows, in one pass.</summary>
internal readonly unsafe struct SkipGradients : ILaneTiles
{
    /// <summary>
    /// Rows of a tile: the part that a register of columns reads stays in the first cache, and few sums are added up between tiles.
    /// </summary>
    private const int RowsPerTile = 128;

    /// <summary>Features.</summary>
    public required int Features { get; init; }

    /// <summary>Positions of all sequences.</summary>
    public required long Rows { get; init; }

    /// <summary>Gradient g of the outputs, <c>[rows, features]</c>.</summary>
    public required float* Gradient { get; init; }

    /// <summary>Inputs u, <c>[rows, features]</c>.</summary>
    public required float* Inputs { get; init; }

    /// <summary>Skip weights D, <c>[features]</c>.</summary>
    public required float* Skip { get; init; }

    /// <summary>Receives D ∘ g.</summary>
    public required float* ForInputs { get; init; }

    /// <summary>Receives the sums, <c>[tiles, features]</c>.</summary>
    public required float* ForSkip { get; init; }

    /// <summary>How many tiles, each with sums of its own, some positions have.</summary>
    /// <param name="rows">Positions of all sequences.</param>
    public static int TilesOf(long rows) => (int)((rows + RowsPerTile - 1) / RowsPerTile);

    /// <inheritdoc/>
    public int Count(int lanes) => TilesOf(Rows);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var lanes = TLanes.Count;
        nint first = (nint)tile * RowsPerTile, count = (nint)Math.Min(Rows - first, RowsPerTile), start = first * Features;
        var sums = ForSkip + ((nint)tile * Features);
        var whole = Features / lanes * lanes;
        for (var at = 0; at < whole; at += lanes)
        {
            Column<TLanes>(Gradient + start + at, Inputs + start + at, Skip + at, ForInputs + start + at, sums + at, Features, count);
        }

        for (var at = whole; at < Features; at++)
        {
            float sum = 0;
            for (nint i = start + at, row = 0; row < count; row++, i += Features)
            {
                ForInputs[i] = Skip[at] * Gradient[i];
                sum = MathF.FusedMultiplyAdd(Gradient[i], Inputs[i], sum);
            }

            sums[at] = sum;
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Column<TLanes>(float* gradient, float* inputs, float* skip, float* forInputs, float* sums, nint step, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes d = TLanes.Load(skip), sum = TLanes.Zero;
        for (nint row = 0; row < count; row++, gradient += step, inputs += step, forInputs += step)
        {
            var g = TLanes.Load(gradient);
            TLanes.Store(d * g, forInputs);
            sum = TLanes.MultiplyAdd(g, TLanes.Load(inputs), sum);
        }

        TLanes.Store(sum, sums);
    }
}
