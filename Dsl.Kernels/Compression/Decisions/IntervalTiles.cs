using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// Equation (13) for a run of positions: Δ = ρ·σ(w_delta·u + b), with products in float32 and all further steps in float64.
/// </summary>
internal unsafe struct IntervalTiles : ILaneTiles
{
    private const long PositionsPerTile = 256;

    /// <summary>Inputs u, <c>[positions, features]</c>.</summary>
    public float* Inputs;

    /// <summary>Weights w_delta of the intervals, <c>[features]</c>.</summary>
    public float* Weight;

    /// <summary>Bias b of the intervals.</summary>
    public double Bias;

    /// <summary>Rate ρ.</summary>
    public double Rate;

    /// <summary>Features, H.</summary>
    public int Features;

    /// <summary>Positions of the whole batch.</summary>
    public long Positions;

    /// <summary>Results, <c>[positions]</c>.</summary>
    public double* Intervals;

    /// <inheritdoc/>
    public readonly int Count(int lanes) => (int)((Positions + PositionsPerTile - 1) / PositionsPerTile);

    /// <inheritdoc/>
    public readonly void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var end = Math.Min(Positions, (tile + 1) * PositionsPerTile);
        for (var position = tile * PositionsPerTile; position < end; position++)
        {
            Intervals[position] = Rate / (1 + Math.Exp(-(LaneRows<TLanes>.Dot(Inputs + (position * Features), Weight, Features) + Bias)));
        }
    }
}
